using Gnn.Tensors;

namespace Gnn.Layers.Aggregations;

/// <summary>A recurrent cell with PyTorch's parameters, of which only the step differs.</summary>
internal abstract class SequenceCell : Module
{
    private readonly Parameter _inputWeight;
    private readonly Parameter _hiddenWeight;
    private readonly Parameter _inputBias;
    private readonly Parameter _hiddenBias;

    private protected SequenceCell(int inputs, int outputs, int gates, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        Inputs = inputs;
        Outputs = outputs;
        int width = checked(gates * outputs);
        _inputWeight = AddParameter("weight_ih_l0", Initialize.FanIn((width, inputs), outputs, random.Stream("weight_ih_l0")));
        _hiddenWeight = AddParameter("weight_hh_l0", Initialize.FanIn((width, outputs), outputs, random.Stream("weight_hh_l0")));
        _inputBias = AddParameter("bias_ih_l0", Initialize.FanIn(width, outputs, random.Stream("bias_ih_l0")));
        _hiddenBias = AddParameter("bias_hh_l0", Initialize.FanIn(width, outputs, random.Stream("bias_hh_l0")));
    }

    internal int Inputs { get; }

    internal int Outputs { get; }

    /// <summary>What the inputs give to all gates, [n, gates * outputs].</summary>
    internal Tensor Project(Tensor x) => Tensor.Epilogue(x.MatMul(_inputWeight.Value, transposeThis: false, transposeOther: true), _inputBias.Value);

    /// <summary>One step of n sequences.</summary>
    /// <param name="projected">[n, gates * outputs].</param>
    /// <param name="hidden">[n, outputs].</param>
    /// <param name="memory">[n, outputs], of a cell that has one.</param>
    internal abstract (Tensor Hidden, Tensor Memory) Step(Tensor projected, Tensor hidden, Tensor memory);

    /// <summary>What the state gives to all gates, [n, gates * outputs].</summary>
    private protected Tensor Recur(Tensor hidden) =>
        Tensor.Epilogue(hidden.MatMul(_hiddenWeight.Value, transposeThis: false, transposeOther: true), _hiddenBias.Value);

    private protected Tensor Gate(Tensor gates, int gate) => gates.Columns((long)gate * Outputs, Outputs);
}
