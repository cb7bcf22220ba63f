using Gnn.Tensors;

namespace Gnn.Layers.Aggregations;

/// <summary>A gated recurrent unit: gates reset, update, new; the reset gate acts on what the state gives to the new one, its bias included.</summary>
internal sealed class GruSequenceCell(int inputs, int outputs, RandomSource random) : SequenceCell(inputs, outputs, gates: 3, random)
{
    internal override (Tensor Hidden, Tensor Memory) Step(Tensor projected, Tensor hidden, Tensor memory)
    {
        using Tensor recurrent = Recur(hidden);
        using Tensor reset = (Gate(projected, 0) + Gate(recurrent, 0)).Sigmoid();
        using Tensor update = (Gate(projected, 1) + Gate(recurrent, 1)).Sigmoid();
        using Tensor reused = reset * Gate(recurrent, 2);
        using Tensor candidate = (Gate(projected, 2) + reused).Tanh();
        using Tensor change = update * (hidden - candidate);
        return (candidate + change, memory);
    }
}
