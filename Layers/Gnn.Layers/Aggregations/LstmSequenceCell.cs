using Gnn.Tensors;

namespace Gnn.Layers.Aggregations;

/// <summary>A long short-term memory: gates input, forget, cell, output.</summary>
internal sealed class LstmSequenceCell(int inputs, int outputs, RandomSource random) : SequenceCell(inputs, outputs, gates: 4, random)
{
    internal override (Tensor Hidden, Tensor Memory) Step(Tensor projected, Tensor hidden, Tensor memory)
    {
        using Tensor recurrent = Recur(hidden);
        using Tensor gates = projected + recurrent;
        using Tensor input = Gate(gates, 0).Sigmoid();
        using Tensor forget = Gate(gates, 1).Sigmoid();
        using Tensor candidate = Gate(gates, 2).Tanh();
        using Tensor output = Gate(gates, 3).Sigmoid();
        using Tensor kept = forget * memory;
        using Tensor added = input * candidate;
        Tensor next = kept + added;
        using Tensor shown = next.Tanh();
        return (output * shown, next);
    }
}
