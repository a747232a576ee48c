"""The loss of a batch and its gradients, replayed as a CUDA graph where that works: a small model's many short kernels
take longer to be launched one by one than to run."""

import threading

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.func import functional_call

from model import Qwen2


class Gradients:
    """Called with a batch it returns the mean loss over the answers' tokens and leaves the gradients in `.grad`.

    In bf16 a copy of the weights computes and the f32 weights get the gradients. Nothing else may reach for the device
    while a graph is captured: `device_lock` is held then.
    """

    def __init__(self, model: Qwen2, dtype: torch.dtype, graphs: bool, device_lock: threading.Lock):
        self.model, self.dtype, self.graphs, self.device_lock = model, dtype, graphs, device_lock
        self.captured: dict[tuple, tuple] = {}
        self.pool = torch.cuda.graph_pool_handle() if graphs else None
        self.parameters = list(model.parameters())
        for p in self.parameters:
            p.grad = torch.zeros_like(p)

    def __call__(self, ids: Tensor, at: Tensor, targets: Tensor) -> Tensor:
        if self.graphs:
            key = (ids.shape, at.shape)
            if key not in self.captured:
                self.try_to_capture(key, (ids, at, targets))
        if not self.graphs:
            return self.computed(ids, at, targets)
        graph, inputs, loss = self.captured[key]
        for own, given in zip(inputs, (ids, at, targets)):
            own.copy_(given)
        self.zero()
        graph.replay()
        return loss

    def zero(self) -> None:
        torch._foreach_zero_([p.grad for p in self.parameters])

    def computed(self, ids: Tensor, at: Tensor, targets: Tensor) -> Tensor:
        self.zero()
        return self.accumulated(ids, at, targets)

    def accumulated(self, ids: Tensor, at: Tensor, targets: Tensor) -> Tensor:
        if self.dtype == torch.float32:
            logits = self.model(ids, at)
        else:
            weights = {n: p.to(self.dtype) for n, p in self.model.named_parameters()}
            logits = functional_call(self.model, weights, (ids, at, self.dtype))
        loss = F.cross_entropy(logits.float(), targets)
        loss.backward()
        return loss.detach()

    def try_to_capture(self, key: tuple, batch: tuple[Tensor, Tensor, Tensor]) -> None:
        """Keeps a graph of the batch's shape. When it fails, or the first graph says otherwise than eager code, there are
        no graphs any more."""
        try:
            with self.device_lock:
                self.captured[key] = self.capture(batch)
            if len(self.captured) == 1 and not self.agrees(key, batch):
                self.graphs = False
                print("CUDA graphs give other gradients: going on without them", flush=True)
        except RuntimeError as error:
            self.graphs = False
            print(f"no CUDA graphs: {error}", flush=True)

    def capture(self, batch: tuple[Tensor, Tensor, Tensor]) -> tuple:
        inputs = tuple(t.clone() for t in batch)
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(2):
                self.accumulated(*inputs)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph, pool=self.pool, capture_error_mode="thread_local"):
            loss = self.accumulated(*inputs)
        return graph, inputs, loss

    def agrees(self, key: tuple, batch: tuple[Tensor, Tensor, Tensor]) -> bool:
        loss = self.computed(*batch).item()
        expected = [p.grad.clone() for p in self.parameters]
        replayed = self(*batch).item()
        apart = sum(float((p.grad - e).norm() ** 2) for p, e in zip(self.parameters, expected)) ** 0.5
        whole = sum(float(e.norm() ** 2) for e in expected) ** 0.5
        print(f"CUDA graph: loss {replayed:.5f} and {loss:.5f}, gradients {apart / whole:.1e} apart", flush=True)
        return abs(loss - replayed) < 1e-2 * abs(loss) and apart < 0.05 * whole
