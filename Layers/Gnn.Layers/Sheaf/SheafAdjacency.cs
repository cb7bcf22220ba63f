using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;

namespace Gnn.Layers.Sheaf;

/// <summary>The edges of an undirected graph, each once, as a sheaf needs them: the row of an entry is the larger end, the column the smaller.</summary>
/// <remarks>Self-loops are left out, since the two ends of one have the same map and its difference is 0; of edges between the same two nodes one is kept, as in the authors'
/// program. Made once for a graph by <see cref="SheafConv.Prepare(SparseStructure)"/>.</remarks>
public sealed class SheafAdjacency : Adjacency
{
    private bool _isDone;

    private SheafAdjacency(SparseStructure structure, SparseStructure nodes, Tensor degrees)
        : base(structure)
    {
        Nodes = nodes.Share();
        Degrees = degrees.Keep();
    }

    /// <summary>The number of edges at each node, <c>[N, 1]</c>.</summary>
    public Tensor Degrees { get; }

    /// <summary>An entry (v, v) for each node.</summary>
    internal SparseStructure Nodes { get; }

    /// <summary>Takes the edges of a structure that holds both directions of each.</summary>
    internal static SheafAdjacency Create(SparseStructure structure, Engine engine)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (!structure.IsSymmetric())
        {
            throw new ArgumentException(
                $"A sheaf has no directions: 'structure' must be square and hold each edge both ways, got {structure} that does not; make the graph undirected with "
                + "graph.Symmetrize().",
                nameof(structure));
        }

        var larger = new List<int>();
        var smaller = new List<int>();
        int[] sorted = [];
        for (int node = 0; node < structure.RowCount; node++)
        {
            ReadOnlySpan<int> row = structure.Row(node);
            if (sorted.Length < row.Length)
            {
                sorted = new int[row.Length];
            }

            row.CopyTo(sorted);
            Array.Sort(sorted, 0, row.Length);
            for (int k = 0; k < row.Length && sorted[k] < node; k++)
            {
                if (k == 0 || sorted[k] != sorted[k - 1])
                {
                    larger.Add(node);
                    smaller.Add(sorted[k]);
                }
            }
        }

        int count = structure.RowCount;
        int[] nodes = [.. Enumerable.Range(0, count)];
        int[] degrees = new int[count];
        for (int k = 0; k < larger.Count; k++)
        {
            degrees[larger[k]]++;
            degrees[smaller[k]]++;
        }

        using SparseStructure edges = SparseStructure.FromEdges(count, count, [.. larger], [.. smaller]);
        using SparseStructure loops = SparseStructure.FromEdges(count, count, nodes, nodes);
        return new SheafAdjacency(edges, loops, Tensor.Create(Array.ConvertAll(degrees, degree => (double)degree), (count, 1), engine));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && !_isDone)
        {
            _isDone = true;
            Nodes.Dispose();
            Degrees.Dispose();
        }
    }
}
