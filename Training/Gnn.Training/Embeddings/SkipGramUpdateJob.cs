using Gnn.Tensors.Engines.Kernels;

namespace Gnn.Training.Embeddings;

/// <summary>Adds how far the rows of a batch have come to the tables: a chunk is some columns of one table.</summary>
/// <remarks>Each chunk adds in the order of the walks and of their rows, whatever thread it is on.</remarks>
internal unsafe struct SkipGramUpdateJob : IVectorJob
{
    /// <summary>Two cache lines.</summary>
    internal const int ChunkColumns = 32;

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
                int* nodes = Walks + ((long)walk * Layout.Positions);
                for (int i = 0; i < Layout.Positions && nodes[i] >= 0; i++)
                {
                    Add<TLanes, TVector>(Inputs + ((long)nodes[i] * stride) + first, memory + ((long)i * stride) + first, columns);
                }
            }
            else
            {
                int* nodes = Words + (walk * Layout.WordLength) + Layout.OutputNodes;
                for (int i = 0; i < OutputCounts[walk]; i++)
                {
                    Add<TLanes, TVector>(Outputs + ((long)nodes[i] * stride) + first, memory + Layout.Outputs + ((long)i * stride) + first, columns);
                }
            }
        }
    }

    private static void Add<TLanes, TVector>(float* to, float* from, int columns)
        where TVector : unmanaged
        where TLanes : struct, ILanes<TVector>
    {
        for (int d = 0; d < columns; d += TLanes.Count)
        {
            TLanes.Store(to + d, TLanes.Add(TLanes.Load(to + d), TLanes.Load(from + d)));
        }
    }
}
