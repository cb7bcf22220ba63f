using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>dropout(activation(x + addend + bias)) in one pass over memory: what follows a product or a sum over neighbours in a layer.</summary>
    /// <remarks>It takes x over: x is disposed, and where nothing else holds its elements, neither another tensor nor the tape, the result takes their place.
    /// So it is for a result in between that the caller made. The backward pass needs the result alone; the <see cref="CpuEngine"/> keeps one bit an element
    /// for a ReLU and draws no random numbers again. The numbers are those of <see cref="Dropout"/> by the same source.</remarks>
    /// <param name="x">[..., F], floating, with at least one axis; not a leaf that asked for a gradient.</param>
    /// <param name="bias">[F], or null for none.</param>
    /// <param name="addend">A tensor of x's shape, or null for none.</param>
    /// <param name="activation">A function whose slope follows from its result: <see cref="UnaryOperation.Relu"/>, <see cref="UnaryOperation.LeakyRelu"/>,
    /// <see cref="UnaryOperation.Elu"/>, <see cref="UnaryOperation.Sigmoid"/> or <see cref="UnaryOperation.Tanh"/>; null for none.</param>
    /// <param name="parameter">The slope of a leaky ReLU, the limit of an ELU; finite and at least 0.</param>
    /// <param name="dropout">p, the chance to drop an element, in [0, 1).</param>
    /// <param name="random">Where the numbers of the dropout come from; give each call a stream of its own.</param>
    /// <returns>A tensor of x's shape; x itself if there is nothing to do.</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit, x is a leaf, or the activation is another.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The parameter is negative or not finite, or p is not in [0, 1).</exception>
    public static Tensor Epilogue(
        Tensor x,
        Tensor? bias = null,
        Tensor? addend = null,
        UnaryOperation? activation = null,
        double parameter = 0,
        double dropout = 0,
        RandomSource random = default)
    {
        CheckEpilogue(x, bias, addend);
        if (activation is not (null or UnaryOperation.Relu or UnaryOperation.LeakyRelu or UnaryOperation.Elu or UnaryOperation.Sigmoid or UnaryOperation.Tanh))
        {
            throw new ArgumentException($"The slope of {activation} does not follow from its result: apply it as an operation of its own.", nameof(activation));
        }

        if (!(parameter >= 0 && double.IsFinite(parameter)))
        {
            throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "The parameter of the activation must be finite and at least 0.");
        }

        if (!(dropout is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The chance to drop an element must be in [0, 1).");
        }

        if (bias is null && addend is null && activation is null && dropout == 0)
        {
            return x;
        }

        var options = new EpilogueOptions(activation, parameter, dropout, random);
        BufferView addendView = addend is null ? default : addend.View;
        BufferView biasView = bias is null ? default : bias.View;
        bool records = Records(x) || (bias is not null && Records(bias)) || (addend is not null && Records(addend));
        EngineBuffer result = x.Engine.Epilogue(x.View, addendView, biasView, options, x.IsSoleHolder, records, out EngineBuffer? saved);
        Tensor y = Wrap(result, x.Shape);
        using Tensor? state = saved is null ? null : Wrap(saved, saved.Length);
        if (records)
        {
            y.From(EpilogueNode.Of(options, x, bias, addend, state ?? y));
        }

        x.Dispose();
        return y;
    }

    private static void CheckEpilogue(Tensor x, Tensor? bias, Tensor? addend)
    {
        Throw.IfNotFloating(x);
        if (x.Shape.Rank == 0 || x.Node is { IsLeaf: true })
        {
            throw new ArgumentException(
                x.Shape.Rank == 0 ? "An epilogue takes a tensor of at least one axis, got a scalar." : "An epilogue takes 'x' over, which a leaf that asked for a gradient must survive: give it x.Detach(), or use operations of their own.",
                nameof(x));
        }

        if (bias is not null)
        {
            Throw.IfOtherEngine(x, bias);
            Throw.IfNotFloating(bias);
            if (bias.Shape != new Shape(x.Shape[x.Shape.Rank - 1]))
            {
                throw new ArgumentException($"'bias' must have one element for each of the {x.Shape[x.Shape.Rank - 1]} columns of {x.Shape}, got {bias.Shape}.", nameof(bias));
            }
        }

        if (addend is not null)
        {
            Throw.IfOtherEngine(x, addend);
            Throw.IfNotFloating(addend);
            if (addend.Shape != x.Shape)
            {
                throw new ArgumentException($"'addend' must have the shape of 'x', {x.Shape}, got {addend.Shape}.", nameof(addend));
            }
        }
    }

    /// <summary>With dx = the kept elements of dy, scaled, times the activation's slope: dx goes to x and the addend, its column sums to the bias.</summary>
    private sealed class EpilogueNode : GradNode
    {
        private readonly EpilogueOptions _options;
        private Saved _state;
        private readonly bool _hasBias;
        private readonly Shape _biasShape;

        private EpilogueNode(ReadOnlySpan<Tensor> inputs, EpilogueOptions options, Tensor? bias, Tensor state)
            : base(inputs)
        {
            _options = options;
            _state = options.Activation is null ? default : new Saved(state);
            _hasBias = bias is not null;
            _biasShape = bias?.Shape ?? default;
        }

        internal static EpilogueNode Of(EpilogueOptions options, Tensor x, Tensor? bias, Tensor? addend, Tensor state) => (bias, addend) switch
        {
            (null, null) => new([x], options, bias, state),
            (not null, null) => new([x, bias], options, bias, state),
            (null, not null) => new([x, addend], options, bias, state),
            (not null, not null) => new([x, bias, addend], options, bias, state),
        };

        internal override void Backward(Tensor gradient)
        {
            bool isPlain = _options.Activation is null && _options.Dropout == 0;
            Tensor dx = isPlain ? gradient : Wrap(gradient.Engine.EpilogueGradient(_state.View, gradient.View, _options, gradient.IsSoleHolder), gradient.Shape);
            Give(0, dx);
            if (_hasBias && Wants(1))
            {
                Give(1, dx.SumTo(_biasShape));
            }

            int addend = _hasBias ? 2 : 1;
            if (InputCount > addend)
            {
                Give(addend, dx);
            }
        }

        protected override void DropSaved() => _state.Drop();
    }
}
