using Gnn.Tensors.Autograd;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Tensors;

public sealed partial class Tensor
{
    /// <summary>Weighted walks between the first two nodes of each graph of a batch: the 2 x 2 corners of the powers of block-diagonal matrices.</summary>
    /// <remarks>
    /// <code>
    /// y[4 (l - 1) + 2 b + a, p, h] = (W_h^l)[u_a, u_b],   u_a = offsets[p] + a,   l = 1 .. L,   a, b in {0, 1}
    /// W_h[i, j] = the sum of weights[e, h] over the entries e = (i, j)
    /// </code>
    /// <para>What WalkPool reads of the surroundings of a link: L. Pan, C. Shi and I. Dokmanic, "Neural Link Prediction with Walk Pooling", ICLR 2022. No power is made: two columns of each are,
    /// by L products with the sparse matrix.</para>
    /// <para>The <see cref="CpuEngine"/> does a graph in one go; the gradient makes the columns again, and holds 4 N L H numbers while it works. Other engines compose it, with products over all
    /// graphs at once. Cost: 4 E L H operations forward, about 12 E L H backward.</para>
    /// </remarks>
    /// <param name="structure">The entries of all graphs, square: no entry joins two graphs.</param>
    /// <param name="weights">The weight of each entry in H matrices, [E, H], H at least 1.</param>
    /// <param name="offsets">Where the nodes of each of P graphs begin and the last one's end, [P + 1]: 0 first, then at least two nodes each, and the number of rows last.</param>
    /// <param name="length">L, the length of the longest walk, at least 1.</param>
    /// <returns>[4 L, P, H].</returns>
    /// <exception cref="ArgumentException">The structure is not square or joins two graphs, the offsets are not as described, or the weights do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static Tensor PairWalks(SparseStructure structure, Tensor weights, ReadOnlySpan<int> offsets, int length)
    {
        Throw.IfTranspose(structure);
        Throw.IfNotFloating(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (weights.Shape.Rank != 2 || weights.Shape[0] != structure.EntryCount || weights.Shape[1] == 0)
        {
            throw new ArgumentException($"'weights' must be [{structure.EntryCount}, H] with H of at least 1 for {structure}, got {weights.Shape}.", nameof(weights));
        }

        CheckGraphs(structure, offsets);
        Tensor y = Wrap(weights.Engine.PairWalks(structure, weights.View, offsets, length), (4L * length, offsets.Length - 1, weights.Shape[1]));
        return Records(weights) ? y.From(new PairWalksNode(structure, weights, offsets.ToArray(), length)) : y;
    }

    private static void CheckGraphs(SparseStructure structure, ReadOnlySpan<int> offsets)
    {
        if (structure.RowCount != structure.ColumnCount)
        {
            throw new ArgumentException($"Walks need a square structure, got {structure}.", nameof(structure));
        }

        if (offsets.IsEmpty || offsets[0] != 0 || offsets[^1] != structure.RowCount)
        {
            throw new ArgumentException(
                $"'offsets' must begin with 0 and end with the {structure.RowCount} rows of {structure}, got {(offsets.IsEmpty ? "none" : $"{offsets[0]} and {offsets[^1]}")}.", nameof(offsets));
        }

        for (int graph = 0; graph + 1 < offsets.Length; graph++)
        {
            (int first, int end) = (offsets[graph], offsets[graph + 1]);
            if (end < first + 2L || end > structure.RowCount)
            {
                throw new ArgumentException($"A graph has at least two nodes, the ends of its walks; graph {graph} has the nodes {first} to {end} (exclusive).", nameof(offsets));
            }

            (long start, long stop) = (structure.RowPointers[first], structure.RowPointers[end]);
            foreach (int column in structure.ColumnIndices.Span(start, checked((int)(stop - start))))
            {
                if ((uint)(column - first) >= (uint)(end - first))
                {
                    throw new ArgumentException($"Graph {graph} has the nodes {first} to {end} (exclusive), but an entry of theirs comes from node {column}.", nameof(structure));
                }
            }
        }
    }

    /// <summary>dW = the sum over l of D_l X_(l-1)^T at the entries, with X_l = W^l U and D_(l-1) = W^T D_l + what the ends are given.</summary>
    private sealed class PairWalksNode(SparseStructure structure, Tensor weights, int[] offsets, int length) : GradNode(weights)
    {
        private Saved _weights = new(weights);

        internal override void Backward(Tensor gradient) =>
            GiveOwn(0, Wrap(gradient.Engine.PairWalksGradient(structure, _weights.View, offsets, length, gradient.View), _weights.View.Shape));

        protected override void DropSaved() => _weights.Drop();
    }
}
