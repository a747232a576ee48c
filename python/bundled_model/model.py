"""Qwen2 in plain torch, for training on a CPU and for export in Hugging Face's layout."""

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    vocab_size: int = 2048
    hidden_size: int = 192
    intermediate_size: int = 512
    num_hidden_layers: int = 5
    num_attention_heads: int = 6
    num_key_value_heads: int = 2
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    max_position_embeddings: int = 2048

    @property
    def head_dim(self) -> int:
        return self.hidden_size // self.num_attention_heads


class Norm(nn.Module):
    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.eps)


class Attention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        kv = c.num_key_value_heads * c.head_dim
        self.q_proj = nn.Linear(c.hidden_size, c.hidden_size)
        self.k_proj = nn.Linear(c.hidden_size, kv)
        self.v_proj = nn.Linear(c.hidden_size, kv)
        self.o_proj = nn.Linear(c.hidden_size, c.hidden_size, bias=False)

    def forward(self, x: Tensor, queries: Tensor, rope: Tensor, query_rope: Tensor, mask: Tensor | None) -> Tensor:
        """x: [batch, tokens, hidden]; queries: the rows of x that ask (all of them, or the answer's)."""
        c, (b, t, _) = self.c, x.shape
        q = _rotate(self.q_proj(queries).view(b, -1, c.num_attention_heads, c.head_dim), query_rope).transpose(1, 2)
        k = _rotate(self.k_proj(x).view(b, t, c.num_key_value_heads, c.head_dim), rope).transpose(1, 2)
        v = self.v_proj(x).view(b, t, c.num_key_value_heads, c.head_dim).transpose(1, 2)
        group = c.num_attention_heads // c.num_key_value_heads
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        return self.o_proj(y.transpose(1, 2).reshape(b, -1, c.hidden_size))


class MLP(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.gate_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.up_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.down_proj = nn.Linear(c.intermediate_size, c.hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.input_layernorm = Norm(c.hidden_size, c.rms_norm_eps)
        self.self_attn = Attention(c)
        self.post_attention_layernorm = Norm(c.hidden_size, c.rms_norm_eps)
        self.mlp = MLP(c)


def _rotate(x: Tensor, rope: Tensor) -> Tensor:
    """x: [batch, tokens, heads, head_dim]; rope: [batch or 1, tokens, 2, head_dim / 2] of cosines and sines."""
    a, b = x.chunk(2, -1)
    cos, sin = rope[:, :, None, 0], rope[:, :, None, 1]
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


class Qwen2(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))
        self.norm = Norm(c.hidden_size, c.rms_norm_eps)
        for name, p in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(p)
            elif p.dim() == 2:
                residual = name.endswith(("o_proj.weight", "down_proj.weight"))
                nn.init.normal_(p, std=0.02 / (math.sqrt(2 * c.num_hidden_layers) if residual else 1))
        frequencies = c.rope_theta ** (-torch.arange(0, c.head_dim, 2).float() / c.head_dim)
        angles = torch.arange(c.max_position_embeddings).float()[:, None] * frequencies
        self.rope = torch.stack((angles.cos(), angles.sin()), 1)

    def forward(self, ids: Tensor, rows: Tensor | None = None) -> Tensor:
        """Logits [batch, rows, vocabulary] of the positions `rows` [batch, rows] (all when None).

        Only those positions pass through the last layer's queries and MLP: with the loss on the answer alone, the
        prompt's would be thrown away.
        """
        x = self.embed_tokens(ids)
        rope = self.rope[None, :ids.shape[1]]
        for layer in self.layers[:-1]:
            h = layer.input_layernorm(x)
            x = x + layer.self_attn(h, h, rope, rope, None)
            x = x + layer.mlp(layer.post_attention_layernorm(x))
        layer = self.layers[-1]
        h = layer.input_layernorm(x)
        queries, query_rope, mask = h, rope, None
        if rows is not None:
            at = rows[:, :, None].expand(-1, -1, x.shape[-1])
            x, queries, query_rope = x.gather(1, at), h.gather(1, at), self.rope[rows]
            mask = (torch.arange(ids.shape[1])[None, None] <= rows[:, :, None])[:, None]
        x = x + layer.self_attn(h, queries, rope, query_rope, mask)
        x = x + layer.mlp(layer.post_attention_layernorm(x))
        return F.linear(self.norm(x), self.embed_tokens.weight)


def export(model: Qwen2, tokenizer, directory: Path) -> None:
    """Writes config.json, model.safetensors (bf16), tokenizer.json, each replaced at once."""
    c = model.c
    directory.mkdir(parents=True, exist_ok=True)
    end, pad = tokenizer.token_to_id("<|im_end|>"), tokenizer.token_to_id("<|endoftext|>")
    config = {
        "architectures": ["Qwen2ForCausalLM"], "model_type": "qwen2", "vocab_size": c.vocab_size,
        "hidden_size": c.hidden_size, "intermediate_size": c.intermediate_size,
        "num_hidden_layers": c.num_hidden_layers, "num_attention_heads": c.num_attention_heads,
        "num_key_value_heads": c.num_key_value_heads, "hidden_act": "silu",
        "max_position_embeddings": c.max_position_embeddings, "rms_norm_eps": c.rms_norm_eps,
        "rope_theta": c.rope_theta, "tie_word_embeddings": True, "use_sliding_window": False,
        "attention_dropout": 0.0, "initializer_range": 0.02, "use_cache": True, "torch_dtype": "bfloat16",
        "bos_token_id": pad, "eos_token_id": end, "pad_token_id": pad,
    }
    generation = {"bos_token_id": pad, "eos_token_id": [end, pad], "pad_token_id": pad, "do_sample": False}
    template = ("{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}"
                "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
    tokenizer_config = {
        "tokenizer_class": "Qwen2Tokenizer", "model_max_length": c.max_position_embeddings, "add_prefix_space": False,
        "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>", "unk_token": None, "bos_token": None,
        "additional_special_tokens": ["<|im_start|>", "<|im_end|>"], "chat_template": template,
    }
    for name, value in (("config.json", config), ("generation_config.json", generation),
                        ("tokenizer_config.json", tokenizer_config)):
        _replace(directory / name, json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n")
    _replace(directory / "tokenizer.json", tokenizer.to_str().encode())
    tensors = {"model." + k: v.detach().to(torch.bfloat16).contiguous() for k, v in model.state_dict().items()}
    partial = directory / "model.safetensors.partial"
    save_file(tensors, partial, metadata={"format": "pt"})
    partial.chmod(0o644)
    os.replace(partial, directory / "model.safetensors")


def _replace(path: Path, content: bytes) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    os.replace(partial, path)


def load(directory: Path) -> Qwen2:
    """Reads what `export` wrote, as f32."""
    from safetensors.torch import load_file

    stored = json.loads((directory / "config.json").read_text())
    model = Qwen2(Config(**{k: stored[k] for k in Config.__dataclass_fields__}))
    tensors = load_file(directory / "model.safetensors")
    model.load_state_dict({k.removeprefix("model."): v.float() for k, v in tensors.items()})
    return model
