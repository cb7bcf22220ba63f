using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Gnn.Tensors;
using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>The random numbers of nodes at a hop: 32 bits each, and 32 more where those do not decide.</summary>
/// <remarks>
/// Word p of node v is word p 2^31 + v of the hop's stream: the first words of all nodes are one run, so that four come from each block of the generator. Where a batch
/// reads many of them they are all computed at once and looked up; in a graph that is large beside the batch, each is computed when it is read. The words are the
/// same.
/// </remarks>
internal sealed unsafe class NodeNumbers : IDisposable
{
    /// <summary>The most nodes of a graph whose words are kept, 16 MB of them: farther memory is slower than computing.</summary>
    private const int MostKept = 1 << 22;

    /// <summary>How many words of a run are computed in the time of one that is read by itself.</summary>
    private const int RunWords = 8;

    private readonly int _nodeCount;
    private NativeArray<uint>? _table;
    private RandomSource _stream;
    private bool _isKept;

    /// <summary>Creates numbers for the nodes of a graph.</summary>
    internal NodeNumbers(int nodeCount) => _nodeCount = nodeCount;

    /// <summary>Begins a hop.</summary>
    /// <param name="stream">Where the words come from.</param>
    /// <param name="reads">How many will be read.</param>
    internal void Begin(RandomSource stream, long reads) => Begin(stream, _nodeCount <= MostKept && reads * RunWords >= _nodeCount);

    /// <summary>Begins a hop.</summary>
    /// <param name="stream">Where the words come from.</param>
    /// <param name="keep">Whether all are computed now.</param>
    internal void Begin(RandomSource stream, bool keep)
    {
        if (keep && !(_isKept && _stream == stream))
        {
            _table ??= new NativeArray<uint>(_nodeCount);
            stream.Fill(_table.Span(), 0);
        }

        (_stream, _isKept) = (stream, keep);
    }

    /// <summary>The first words of nodes.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <param name="count">How many.</param>
    /// <param name="words">Receives a word for each.</param>
    internal void Read(int* nodes, int count, uint* words)
    {
        if (!_isKept)
        {
            Compute(nodes, count, words);
            return;
        }

        uint* table = _table!.Pointer;
        int i = 0;
        for (; Avx2.IsSupported && i <= count - Vector256<int>.Count; i += Vector256<int>.Count)
        {
            Avx2.GatherVector256(table, Vector256.Load(nodes + i), sizeof(uint)).Store(words + i);
        }

        for (; i < count; i++)
        {
            words[i] = table[nodes[i]];
        }
    }

    /// <summary>A word of a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="place">0 for its first word.</param>
    internal uint Word(int node, int place) => _stream.UInt32At(((long)place << 31) + node);

    public void Dispose() => _table?.Dispose();

    private void Compute(int* nodes, int count, uint* words)
    {
        Span<ulong> blocks = stackalloc ulong[Lanes.Count];
        Span<ulong> streams = stackalloc ulong[Lanes.Count];
        Span<uint> lanes = stackalloc uint[4 * Lanes.Count];
        blocks.Clear();
        streams.Fill(_stream.StreamId);
        for (int first = 0; first < count; first += Lanes.Count)
        {
            int length = Math.Min(Lanes.Count, count - first);
            for (int i = 0; i < length; i++)
            {
                blocks[i] = (uint)nodes[first + i] >> 2;
            }

            _stream.FillGroups(blocks, streams, lanes);
            for (int i = 0; i < length; i++)
            {
                words[first + i] = lanes[(Lanes.Count * (nodes[first + i] & 3)) + i];
            }
        }
    }
}
