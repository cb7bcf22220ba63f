using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Additive attention scores whose function stands inside the product: for each entry, a vector's inner product with the leaky ReLU of a sum.</summary>
    /// <remarks>
    /// <code>
    /// z(e)        = source[j] + target[i] + edge[e]                    for each entry e = (i, j)
    /// score(e, h) = sum over c of a[h, c] * LeakyReLU(z(e)[h * C + c])
    /// </code>
    /// <para>S. Brody, U. Alon and E. Yahav, "How Attentive are Graph Attention Networks?", ICLR 2022. The softmax over a row's entries is
    /// <see cref="EdgeSoftmax"/>.</para>
    /// <para>The <see cref="CpuEngine"/> stores the scores alone, and makes the sums again for the gradient; only an edge has [E, H * C] elements. Other engines
    /// compose the same value, with arrays of [E, H * C]. Cost: about 4 E H C operations forward, 8 E H C backward to each side.</para>
    /// </remarks>
    /// <param name="structure">The entries.</param>
    /// <param name="source">What each column adds, [columns, H * C]; head h has the columns h * C to (h + 1) * C - 1.</param>
    /// <param name="target">What each row adds, [rows, H * C].</param>
    /// <param name="a">The vector of each head, [H, C], H and C at least 1.</param>
    /// <param name="edge">What each entry adds, [E, H * C] in the structure's entry order; null for nothing.</param>
    /// <param name="negativeSlope">The slope of the leaky ReLU below 0, finite.</param>
    /// <returns>[E, H].</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite.</exception>
    public static Tensor AdditiveScores(
        SparseStructure structure, Tensor source, Tensor target, Tensor a, Tensor? edge = null, double negativeSlope = 0.2)
    {
        CheckAdditiveScores(structure, source, target, a, edge);
        if (!double.IsFinite(negativeSlope))
        {
            throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, "The slope of the leaky ReLU must be finite.");
        }

        BufferView edgeView = edge is null ? default : edge.View;
        EngineBuffer scores = a.Engine.AdditiveScores(structure, source.View, target.View, edgeView, a.View, negativeSlope);
        Tensor y = Wrap(scores, (structure.EntryCount, a.Shape[0]));
        bool records = Records(source, target) || Records(a) || (edge is not null && Records(edge));
        return records ? y.From(AdditiveScoresNode.Of(structure, negativeSlope, source, target, a, edge)) : y;
    }

    private static void CheckAdditiveScores(SparseStructure structure, Tensor source, Tensor target, Tensor a, Tensor? edge)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(source);
        Throw.IfNotFloating(target);
        Throw.IfNotFloating(a);
        Throw.IfOtherEngine(a, source);
        Throw.IfOtherEngine(a, target);
        Throw.IfNotRank(source, 2);
        Throw.IfNotRank(target, 2);
        Throw.IfNotRank(a, 2);
        long width = a.Shape.Count;
        if (width == 0)
        {
            throw new ArgumentException($"'a' must be [H, C] with H and C of at least 1, got {a.Shape}.", nameof(a));
        }

        if (source.Shape != (structure.ColumnCount, width) || target.Shape != (structure.RowCount, width))
        {
            throw new ArgumentException(
                $"'source' must be [{structure.ColumnCount}, {width}] and 'target' [{structure.RowCount}, {width}] for {structure} and 'a' {a.Shape}, got "
                + $"{source.Shape} and {target.Shape}.",
                nameof(source));
        }

        if (edge is not null)
        {
            Throw.IfNotFloating(edge);
            Throw.IfOtherEngine(a, edge);
            if (edge.Shape != (structure.EntryCount, width))
            {
                throw new ArgumentException(
                    $"'edge' must have a row of {width} elements for each of the {structure.EntryCount} entries, [{structure.EntryCount}, {width}], got {edge.Shape}.",
                    nameof(edge));
            }
        }
    }

    /// <summary>With z the sum and s its slope: ds(e, h) a[h, c] s goes to row, column and entry, ds(e, h) LeakyReLU(z) to a.</summary>
    private sealed class AdditiveScoresNode : GradNode
    {
        private readonly SparseStructure _structure;
        private readonly double _negativeSlope;
        private Saved _source;
        private Saved _target;
        private Saved _a;
        private Saved _edge;

        private AdditiveScoresNode(ReadOnlySpan<Tensor> inputs, SparseStructure structure, double negativeSlope)
            : base(inputs)
        {
            _structure = structure;
            _negativeSlope = negativeSlope;
            _source = new Saved(inputs[0]);
            _target = new Saved(inputs[1]);
            _a = new Saved(inputs[2]);
            _edge = inputs.Length > 3 ? new Saved(inputs[3]) : default;
        }

        internal static AdditiveScoresNode Of(SparseStructure structure, double negativeSlope, Tensor source, Tensor target, Tensor a, Tensor? edge) =>
            edge is null ? new([source, target, a], structure, negativeSlope) : new([source, target, a, edge], structure, negativeSlope);

        internal override void Backward(Tensor gradient)
        {
            EngineBuffer toA = gradient.Engine.AdditiveScoresGradient(
                _structure,
                _source.View,
                _target.View,
                _edge.View,
                _a.View,
                _negativeSlope,
                gradient.View,
                out EngineBuffer toSource,
                out EngineBuffer toTarget,
                out EngineBuffer? toEdge);
            GiveOwn(0, Wrap(toSource, _source.View.Shape));
            GiveOwn(1, Wrap(toTarget, _target.View.Shape));
            GiveOwn(2, Wrap(toA, _a.View.Shape));
            if (toEdge is not null)
            {
                GiveOwn(3, Wrap(toEdge, _edge.View.Shape));
            }
        }

        protected override void DropSaved()
        {
            _source.Drop();
            _target.Drop();
            _a.Drop();
            _edge.Drop();
        }
    }
}
