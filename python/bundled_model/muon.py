"""Muon (Jordan et al., 2024): momentum whose update is orthogonalised by a Newton-Schulz iteration.

torch.optim.Muon iterates in bf16, which a CPU without bf16 units runs twenty times slower than f32; this one stays in
f32 and takes matrices of one shape together. The update is scaled to the size of an AdamW step (0.2 per entry, Liu et
al., 2025), so that both optimizers share a learning rate's meaning.
"""

import torch
from torch import Tensor


def orthogonalise(g: Tensor, steps: int = 5) -> Tensor:
    """g: [matrices, rows, columns]; every matrix's singular values are brought near 1."""
    a, b, c = 3.4445, -4.7750, 2.0315
    tall = g.shape[1] > g.shape[2]
    x = g.transpose(1, 2) if tall else g
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        s = x @ x.transpose(1, 2)
        x = torch.baddbmm(x, torch.baddbmm(s, s, s, beta=b, alpha=c), x, beta=a)
    return x.transpose(1, 2) if tall else x


class Muon(torch.optim.Optimizer):
    def __init__(self, params, lr: float, momentum: float = 0.95, weight_decay: float = 0.0):
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            shapes: dict = {}
            for p in group["params"]:
                shapes.setdefault(p.shape, []).append(p)
            for shape, members in shapes.items():
                velocities = [self.state[p].setdefault("velocity", torch.zeros_like(p)) for p in members]
                gradients = [p.grad for p in members]
                torch._foreach_lerp_(velocities, gradients, 1 - group["momentum"])
                updates = torch._foreach_lerp(gradients, velocities, group["momentum"])
                directions = orthogonalise(torch.stack(updates))
                torch._foreach_mul_(members, 1 - group["lr"] * group["weight_decay"])
                torch._foreach_add_(members, list(directions.unbind()), alpha=-group["lr"] * 0.2 * max(shape) ** 0.5)
