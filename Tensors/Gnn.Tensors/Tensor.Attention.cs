using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Graph attention with additive scores: each row's softmax-weighted sum of its neighbours, head by head.</summary>
    /// <remarks>
    /// <code>
    /// s(e, h)     = LeakyReLU(target[i, h] + source[j, h])                 for each entry e = (i, j)
    /// alpha(e, h) = softmax of s over the entries of row i
    /// y[i, h]     = sum over the entries of row i of m(e, h) alpha(e, h) x[j, h]
    /// </code>
    /// <para>m is 1, or with dropout 0 or 1 / (1 - p), the same as <see cref="Dropout"/> of alpha by this source gives. P. Velickovic, G. Cucurull, A. Casanova,
    /// A. Romero, P. Lio and Y. Bengio, "Graph Attention Networks", ICLR 2018.</para>
    /// <para>The <see cref="CpuEngine"/> walks the entries once each way and stores nothing for each of them, neither scores nor messages; it keeps
    /// [rows, H * D + 3 H] for the gradient. Other engines compose the same value of the operations above. Cost: 2 E H D + O(E H) operations.</para>
    /// </remarks>
    /// <param name="structure">The entries; a row without any gives 0.</param>
    /// <param name="source">What each column adds to the scores of its entries, [columns, H], H at least 1.</param>
    /// <param name="target">What each row adds to the scores of its entries, [rows, H].</param>
    /// <param name="x">What is summed, [columns, H * D]; head h has the columns h * D to (h + 1) * D - 1.</param>
    /// <param name="negativeSlope">The slope of the leaky ReLU below 0, finite.</param>
    /// <param name="dropout">p, the chance to drop a coefficient, in [0, 1).</param>
    /// <param name="random">Where the numbers of the dropout come from; give each call a stream of its own.</param>
    /// <returns>[rows, H * D].</returns>
    /// <exception cref="ArgumentException">The shapes or engines do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not finite, or p is not in [0, 1).</exception>
    public static Tensor Attention(
        SparseStructure structure, Tensor source, Tensor target, Tensor x, double negativeSlope = 0.2, double dropout = 0, RandomSource random = default)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(source);
        Throw.IfNotFloating(target);
        Throw.IfNotFloating(x);
        Throw.IfOtherEngine(x, source);
        Throw.IfOtherEngine(x, target);
        Throw.IfNotRank(source, 2);
        Throw.IfNotRank(target, 2);
        Throw.IfNotRank(x, 2);
        long heads = source.Shape[1];
        if (heads == 0 || target.Shape[1] != heads || source.Shape[0] != structure.ColumnCount || target.Shape[0] != structure.RowCount)
        {
            throw new ArgumentException(
                $"'source' must be [{structure.ColumnCount}, H] and 'target' [{structure.RowCount}, H] for {structure}, with one H of at least 1, got {source.Shape} "
                + $"and {target.Shape}.",
                nameof(source));
        }

        if (x.Shape[0] != structure.ColumnCount || x.Shape[1] % heads != 0)
        {
            throw new ArgumentException(
                $"'x' must have {structure.ColumnCount} rows for {structure}, and a multiple of {heads} heads as columns, got {x.Shape}.", nameof(x));
        }

        if (!double.IsFinite(negativeSlope))
        {
            throw new ArgumentOutOfRangeException(nameof(negativeSlope), negativeSlope, "The slope of the leaky ReLU must be finite.");
        }

        if (!(dropout is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "The chance to drop a coefficient must be in [0, 1).");
        }

        var options = new AttentionOptions(negativeSlope, dropout, random);
        bool records = Records(source, target) || Records(x);
        EngineBuffer result = x.Engine.Attention(structure, source.View, target.View, x.View, options, records, out EngineBuffer? saved);
        Tensor y = Wrap(result, (structure.RowCount, x.Shape[1]));
        using Tensor? state = saved is null ? null : Wrap(saved, saved.Length);
        return records ? y.From(new AttentionNode(structure, options, source, target, x, y, state)) : y;
    }

    /// <summary>With q(e) = m(e) dy[i] . x[j] and r[i] = dy[i] . y[i]: ds(e) = alpha(e) (q(e) - r[i]), and through the leaky ReLU to both sides;
    /// dx[j] = the sum of m(e) alpha(e) dy[i].</summary>
    private sealed class AttentionNode(
        SparseStructure structure, AttentionOptions options, Tensor source, Tensor target, Tensor x, Tensor y, Tensor? saved) : GradNode(source, target, x)
    {
        private readonly Tensor _source = source.Alias(source.Shape);
        private readonly Tensor _target = target.Alias(target.Shape);
        private readonly Tensor _x = x.Alias(x.Shape);
        private readonly Tensor _y = y.Alias(y.Shape);
        private readonly Tensor? _saved = saved?.Alias(saved.Shape);

        internal override void Backward(Tensor gradient)
        {
            EngineBuffer toX = gradient.Engine.AttentionGradient(
                structure,
                _source.View,
                _target.View,
                _x.View,
                options,
                _y.View,
                _saved is null ? default : _saved.View,
                gradient.View,
                out EngineBuffer toSource,
                out EngineBuffer toTarget);
            GiveOwn(0, Wrap(toSource, _source.Shape));
            GiveOwn(1, Wrap(toTarget, _target.Shape));
            GiveOwn(2, Wrap(toX, _x.Shape));
        }

        protected override void DropSaved()
        {
            _source.Dispose();
            _target.Dispose();
            _x.Dispose();
            _y.Dispose();
            _saved?.Dispose();
        }
    }
}
