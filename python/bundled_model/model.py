"""Qwen2 in plain torch, for training and for export in Hugging Face's layout."""

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
    vocab_size: int = 2560
    hidden_size: int = 256
    intermediate_size: int = 448
    num_hidden_layers: int = 8
    num_attention_heads: int = 8
    num_key_value_heads: int = 4
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
        return F.rms_norm(x, (x.shape[-1],), self.weight.to(x.dtype), self.eps)


class Attention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        kv = c.num_key_value_heads * c.head_dim
        self.q_proj = nn.Linear(c.hidden_size, c.hidden_size)
        self.k_proj = nn.Linear(c.hidden_size, kv)
        self.v_proj = nn.Linear(c.hidden_size, kv)
        self.o_proj = nn.Linear(c.hidden_size, c.hidden_size, bias=False)

    def forward(self, x: Tensor, rope: tuple[Tensor, Tensor]) -> Tensor:
        """x: [batch, tokens, hidden]"""
        c, (b, t, _) = self.c, x.shape
        q = _rotate(self.q_proj(x).view(b, t, c.num_attention_heads, c.head_dim).transpose(1, 2), rope)
        k = _rotate(self.k_proj(x).view(b, t, c.num_key_value_heads, c.head_dim).transpose(1, 2), rope)
        v = self.v_proj(x).view(b, t, c.num_key_value_heads, c.head_dim).transpose(1, 2)
        group = c.num_attention_heads // c.num_key_value_heads
        k, v = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.o_proj(y.transpose(1, 2).reshape(b, t, c.hidden_size))


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


    def forward(self, x: Tensor, rope: tuple[Tensor, Tensor]) -> Tensor:
        x = x + self.self_attn(self.input_layernorm(x), rope)
        return x + self.mlp(self.post_attention_layernorm(x))


def _rotate(x: Tensor, rope: tuple[Tensor, Tensor]) -> Tensor:
    """x: [batch, heads, tokens, head_dim]; rope: cosines and sines, [tokens, head_dim / 2] each."""
    a, b = x.chunk(2, -1)
    cos, sin = rope
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
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)

    def hidden(self, ids: Tensor, dtype: torch.dtype = torch.float32) -> Tensor:
        """[batch, tokens, hidden]: what the last norm leaves."""
        x = self.embed_tokens(ids).to(dtype)
        rope = self.cos[:ids.shape[1]].to(dtype), self.sin[:ids.shape[1]].to(dtype)
        for layer in self.layers:
            x = layer(x, rope)
        return self.norm(x)

    def forward(self, ids: Tensor, at: Tensor | None = None, dtype: torch.dtype = torch.float32) -> Tensor:
        """Logits of all positions [batch, tokens, vocabulary], or of those at `at` of the flattened batch."""
        x = self.hidden(ids, dtype)
        if at is not None:
            x = x.flatten(0, 1).index_select(0, at)
        return F.linear(x, self.embed_tokens.weight.to(x.dtype))


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
    # The gateway serves a model by the template that its configuration names.
    template = (Path(__file__).resolve().parents[1] / "fixtures" / "qwen2_5.jinja").read_text(encoding="utf-8")
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
