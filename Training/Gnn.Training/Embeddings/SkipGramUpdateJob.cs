using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Training.Embeddings;

/// <summary>Adds how far the rows of a batch have come to the tables: a chunk is some columns of one table.</summary>
/// <remarks>Each chunk adds in the order of the walks and of their rows, whatever thread it is on.</remarks>
internal unsafe struct SkipGramUpdateJob : IVectorJob
{
    /// <summary>Two cache lines.</summary>
    internal const int ChunkColumns = 32;

    private const int Ahead = 8;

    public required SkipGramLayout Layout;
    public required int* Walks;
    public required int WalkCount;
    public required float* Inputs;
    public required float* Outputs;
    public required float* Memory;
    public required int* Words;
    public required int* OutputCounts;

    public readonly int ChunkCount => 2 * ((Layout.Stride + ChunkColumns - 1) / ChunkColumns);

    public readonly void Execute<TLanes, TVector>(int chunk)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        int stride = Layout.Stride;
        int first = (chunk >> 1) * ChunkColumns;
        int columns = Math.Min(ChunkColumns, stride - first);
        for (int walk = 0; walk < WalkCount; walk++)
        {
            float* memory = Memory + (walk * Layout.Length);
            if ((chunk & 1) == 0)
            {
                Add<TLanes, TVector>(Inputs + first, Walks + ((long)walk * Layout.Positions), Layout.Positions, memory + first, columns);
            }
            else
            {
                Add<TLanes, TVector>(Outputs + first, Words + (walk * Layout.WordLength) + Layout.OutputNodes, OutputCounts[walk], memory + Layout.Outputs + first, columns);
            }
        }
    }

    /// <summary>Adds rows to those of nodes, of which -1 is the end.</summary>
    private readonly void Add<TLanes, TVector>(float* table, int* nodes, int count, float* from, int columns)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int i = 0; i < count && nodes[i] >= 0; i++)
        {
            if (i + Ahead < count && nodes[i + Ahead] >= 0)
            {
                Prefetch.Row(table + ((long)nodes[i + Ahead] * Layout.Stride), columns);
            }

            float* to = table + ((long)nodes[i] * Layout.Stride);
            float* row = from + ((long)i * Layout.Stride);
            for (int d = 0; d < columns; d += TLanes.Count)
            {
                TLanes.Store(to + d, TLanes.Add(TLanes.Load(to + d), TLanes.Load(row + d)));
            }
        }
    }
}
