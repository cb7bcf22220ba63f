using Gnn.Tensors.Sparse;

namespace Gnn.Tensors.Engines;

/// <content>Walks between the first two nodes of each graph of a batch, a fused primitive: composed of others here, and graph by graph where an engine has it.</content>
public abstract partial class Engine
{
    /// <summary>y[4 (l - 1) + 2 b + a, p, h] = (W_h^l)[u_a, u_b], u_a being node a of graph p.</summary>
    /// <param name="structure">The entries of all graphs, square; none joins two graphs.</param>
    /// <param name="weights">A floating view [E, H].</param>
    /// <param name="offsets">Where the nodes of each of P graphs begin, at least two each, and the last one's end, [P + 1].</param>
    /// <param name="length">L, at least 1.</param>
    /// <returns>[4 L, P, H].</returns>
    public virtual EngineBuffer PairWalks(SparseStructure structure, in BufferView weights, ReadOnlySpan<int> offsets, int length)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (int graphs, long heads) = (offsets.Length - 1, weights.Shape[1]);
        EngineBuffer ends = UploadEnds(offsets);
        var parts = new EngineBuffer[2 * length];
        for (int from = 0; from < 2; from++)
        {
            EngineBuffer x = WalkStart(structure, ends, from, graphs, heads);
            for (int step = 0; step < length; step++)
            {
                x = Next(x, WalkStep(structure, weights, x, transposed: false));
                parts[(2 * step) + from] = GatherRows(new BufferView(x, 0, (structure.RowCount, heads)), new BufferView(ends, 0, 2L * graphs));
            }

            x.Release();
        }

        ends.Release();
        EngineBuffer y = Concatenate([.. parts.Select(part => new BufferView(part, 0, part.Length))], outer: 1);
        ReleaseAll(parts);
        return y;
    }

    /// <summary>The gradient of <see cref="PairWalks"/>.</summary>
    /// <param name="structure">What it was given.</param>
    /// <param name="weights">What it was given.</param>
    /// <param name="offsets">What it was given.</param>
    /// <param name="length">What it was given.</param>
    /// <param name="gradient">The gradient of its result, [4 L, P, H].</param>
    /// <returns>The gradient of the weights, [E, H].</returns>
    public virtual EngineBuffer PairWalksGradient(SparseStructure structure, in BufferView weights, ReadOnlySpan<int> offsets, int length, in BufferView gradient)
    {
        ArgumentNullException.ThrowIfNull(structure);
        (int graphs, long heads) = (offsets.Length - 1, weights.Shape[1]);
        var nodes = new Shape(structure.RowCount, heads);
        EngineBuffer ends = UploadEnds(offsets);
        EngineBuffer result = Fill(FloatType, structure.EntryCount * heads, 0);
        var walks = new EngineBuffer[length];
        for (int from = 0; from < 2; from++)
        {
            walks[0] = WalkStart(structure, ends, from, graphs, heads);
            for (int step = 1; step < length; step++)
            {
                walks[step] = WalkStep(structure, weights, walks[step - 1], transposed: false);
            }

            EngineBuffer? later = null;
            for (int step = length - 1; step >= 0; step--)
            {
                long place = gradient.Offset + (((2L * step) + from) * 2 * graphs * heads);
                EngineBuffer d = ScatterAddRows(new BufferView(gradient.Buffer, place, (2L * graphs, heads)), new BufferView(ends, 0, 2L * graphs), structure.RowCount);
                if (later is not null)
                {
                    later = Next(later, WalkStep(structure, weights, later, transposed: true));
                    AccumulateInto(new BufferView(d, 0, nodes), new BufferView(later, 0, nodes), 1);
                    later.Release();
                }

                EngineBuffer share = Sddmm(structure, EntryOperation.Dot, new BufferView(d, 0, nodes), new BufferView(walks[step], 0, nodes), heads);
                AccumulateInto(new BufferView(result, 0, weights.Shape), new BufferView(share, 0, weights.Shape), 1);
                share.Release();
                later = d;
            }

            later?.Release();
            ReleaseAll(walks);
        }

        ends.Release();
        return result;
    }

    /// <summary>The first node of each graph and then the second.</summary>
    private unsafe EngineBuffer UploadEnds(ReadOnlySpan<int> offsets)
    {
        int graphs = offsets.Length - 1;
        int[] ends = new int[2 * graphs];
        for (int graph = 0; graph < graphs; graph++)
        {
            (ends[graph], ends[graphs + graph]) = (offsets[graph], offsets[graph] + 1);
        }

        fixed (int* values = ends)
        {
            return Upload(values, DataType.Int32, ends.Length);
        }
    }

    /// <summary>1 at one end of each graph, [N, H].</summary>
    private EngineBuffer WalkStart(SparseStructure structure, EngineBuffer ends, int end, int graphs, long heads)
    {
        EngineBuffer ones = Fill(FloatType, graphs * heads, 1);
        return Next(ones, ScatterAddRows(new BufferView(ones, 0, (graphs, heads)), new BufferView(ends, (long)end * graphs, graphs), structure.RowCount));
    }

    private EngineBuffer WalkStep(SparseStructure structure, in BufferView weights, EngineBuffer x, bool transposed) =>
        SpMM(structure, transposed, weights, new BufferView(x, 0, (structure.RowCount, weights.Shape[1])), Reduction.Sum, out _);
}
