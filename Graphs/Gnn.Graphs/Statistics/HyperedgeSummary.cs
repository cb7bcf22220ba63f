using System.Globalization;
using Gnn.Graphs.Hypergraphs;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Statistics;

/// <summary>The sizes of a hypergraph's hyperedges and how they overlap.</summary>
/// <remarks>A node that a hyperedge lists more than once is one member.</remarks>
public sealed record HyperedgeSummary
{
    /// <summary>The number of hyperedges.</summary>
    public required int HyperedgeCount { get; init; }

    /// <summary>The distribution of the numbers of members.</summary>
    public required DegreeSummary Sizes { get; init; }

    /// <summary>The distribution of the numbers of hyperedges that a node is in.</summary>
    public required DegreeSummary Degrees { get; init; }

    /// <summary>The number of hyperedges with k members at index k, up to the largest.</summary>
    public required IReadOnlyList<int> SizeCounts { get; init; }

    /// <summary>The number of pairs of hyperedges that share exactly k members at index k, up to the most; disjoint pairs at 0.</summary>
    public required IReadOnlyList<long> OverlapCounts { get; init; }

    /// <summary>The number of pairs of hyperedges with members, of which one has all members of the other; equal ones included.</summary>
    public required long NestedPairCount { get; init; }

    /// <summary>The number of pairs of hyperedges with members that have the same.</summary>
    public required long EqualPairCount { get; init; }

    /// <summary>The mean, over the pairs that overlap, of the share of their joint members that they have in common (Jaccard's index), or NaN without such
    /// pairs.</summary>
    public required double MeanOverlapShare { get; init; }

    /// <summary>Gathers the summary of a hypergraph.</summary>
    /// <param name="hypergraph">The hypergraph.</param>
    /// <returns>The summary. Costs O(N log N) and the sum over the nodes of the square of the number of their hyperedges.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 memberships.</exception>
    public static HyperedgeSummary Of(Hypergraph hypergraph)
    {
        ArgumentNullException.ThrowIfNull(hypergraph);
        return Of(hypergraph.Members);
    }

    /// <summary>Gathers the summary of sets.</summary>
    /// <param name="members">The members: row e holds the nodes of hyperedge e, <c>[hyperedges, N]</c>.</param>
    /// <returns>The summary. Costs O(N log N) and the sum over the nodes of the square of the number of their hyperedges.</returns>
    /// <exception cref="InvalidOperationException">There are more than 2^31 - 1 memberships.</exception>
    public static HyperedgeSummary Of(SparseStructure members)
    {
        ArgumentNullException.ThrowIfNull(members);
        var hyperedges = Distinct(members);
        (int[] starts, int[] ofNodes) = Transpose(hyperedges.Starts, hyperedges.Members, members.ColumnCount);
        int[] sizes = Lengths(hyperedges.Starts);
        int[] sizeCounts = new int[sizes.Length == 0 ? 1 : sizes.Max() + 1];
        foreach (int size in sizes)
        {
            sizeCounts[size]++;
        }

        long[] overlaps = new long[sizeCounts.Length];
        int[] shared = new int[sizes.Length];
        var touched = new List<int>();
        (long nested, long equal, long overlapping, double shares) = (0, 0, 0, 0);
        for (int first = 0; first < sizes.Length; first++)
        {
            foreach (int node in hyperedges.Members.AsSpan(hyperedges.Starts[first], sizes[first]))
            {
                foreach (int second in ofNodes.AsSpan(starts[node], starts[node + 1] - starts[node]))
                {
                    if (second > first && shared[second]++ == 0)
                    {
                        touched.Add(second);
                    }
                }
            }

            foreach (int second in touched)
            {
                int count = shared[second];
                shared[second] = 0;
                overlapping++;
                overlaps[count]++;
                nested += count == Math.Min(sizes[first], sizes[second]) ? 1 : 0;
                equal += count == Math.Max(sizes[first], sizes[second]) ? 1 : 0;
                shares += count / (double)(sizes[first] + sizes[second] - count);
            }

            touched.Clear();
        }

        overlaps[0] = (sizes.Length * (sizes.Length - 1L) / 2) - overlapping;
        return new HyperedgeSummary
        {
            HyperedgeCount = sizes.Length,
            Sizes = DegreeSummary.Of(sizes),
            Degrees = DegreeSummary.Of(Lengths(starts)),
            SizeCounts = sizeCounts,
            OverlapCounts = overlaps[..(Array.FindLastIndex(overlaps, count => count > 0) + 1)],
            NestedPairCount = nested,
            EqualPairCount = equal,
            MeanOverlapShare = shares / overlapping,
        };
    }

    /// <summary>The summary in a few lines.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Join(
        Environment.NewLine,
        string.Create(CultureInfo.InvariantCulture, $"hyperedges    {HyperedgeCount}"),
        $"sizes         {Sizes}",
        $"degrees       {Degrees}",
        string.Create(
            CultureInfo.InvariantCulture,
            $"overlaps      {OverlapCounts.Skip(1).Sum()} pairs, nested {NestedPairCount}, equal {EqualPairCount}, mean share {MeanOverlapShare:0.0000}"));

    /// <summary>The members of each hyperedge, each once.</summary>
    private static (int[] Starts, int[] Members) Distinct(SparseStructure members)
    {
        int[] starts = new int[members.RowCount + 1];
        int[] distinct = new int[members.ColumnIndices.Span().Length];
        int[] lastRow = new int[members.ColumnCount];
        Array.Fill(lastRow, -1);
        int end = 0;
        for (int row = 0; row < members.RowCount; row++)
        {
            foreach (int node in members.Row(row))
            {
                if (lastRow[node] != row)
                {
                    lastRow[node] = row;
                    distinct[end++] = node;
                }
            }

            starts[row + 1] = end;
        }

        return (starts, distinct);
    }

    private static (int[] Starts, int[] Rows) Transpose(int[] rowStarts, int[] columns, int columnCount)
    {
        int[] starts = new int[columnCount + 1];
        foreach (int column in columns.AsSpan(0, rowStarts[^1]))
        {
            starts[column + 1]++;
        }

        for (int column = 0; column < columnCount; column++)
        {
            starts[column + 1] += starts[column];
        }

        int[] ends = starts[..^1];
        int[] rows = new int[rowStarts[^1]];
        for (int row = 0; row < rowStarts.Length - 1; row++)
        {
            for (int entry = rowStarts[row]; entry < rowStarts[row + 1]; entry++)
            {
                rows[ends[columns[entry]]++] = row;
            }
        }

        return (starts, rows);
    }

    private static int[] Lengths(int[] starts)
    {
        int[] lengths = new int[starts.Length - 1];
        for (int row = 0; row < lengths.Length; row++)
        {
            lengths[row] = starts[row + 1] - starts[row];
        }

        return lengths;
    }
}
