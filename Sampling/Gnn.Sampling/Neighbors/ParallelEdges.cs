using Gnn.Tensors.Memory;

namespace Gnn.Sampling.Neighbors;

/// <summary>Which rows have several edges of one neighbour: found out when a row is first drawn from, and kept.</summary>
/// <remarks>Any number of threads may ask: they write nothing but what the row says.</remarks>
internal sealed unsafe class ParallelEdges : IDisposable
{
    private const byte None = 1;
    private const byte Some = 2;

    private readonly NativeArray<byte> _known;

    /// <summary>Creates it with nothing known.</summary>
    /// <param name="rowCount">The number of rows.</param>
    internal ParallelEdges(int rowCount)
    {
        _known = new NativeArray<byte>(rowCount);
        _known.Span().Clear();
    }

    /// <summary>Whether a row has parallel edges.</summary>
    internal bool Has(int row, int* neighbors, int length)
    {
        byte* known = _known.Pointer + row;
        if (*known == 0)
        {
            *known = Find(neighbors, length) ? Some : None;
        }

        return *known == Some;
    }

    /// <summary>Gives all edges of a neighbour but the first in the row numbers of their own.</summary>
    /// <param name="neighbors">The neighbours of a row.</param>
    /// <param name="length">How many.</param>
    /// <param name="numbers">The numbers of nodes: edge c after the first has word 2 c of its node, and for ties the word after.</param>
    /// <param name="words">The words of the edges, of which some are replaced.</param>
    internal static void Separate(int* neighbors, int length, NodeNumbers numbers, uint* words)
    {
        ulong[] edges = new ulong[length];
        for (int i = 0; i < length; i++)
        {
            edges[i] = ((ulong)(uint)neighbors[i] << 32) | (uint)i;
        }

        Array.Sort(edges);
        int repeat = 0;
        for (int i = 1; i < length; i++)
        {
            int node = (int)(edges[i] >> 32);
            repeat = node == (int)(edges[i - 1] >> 32) ? repeat + 1 : 0;
            if (repeat > 0)
            {
                words[(int)edges[i]] = numbers.Word(node, 2 * repeat);
            }
        }
    }

    /// <summary>The word that decides where the first words of two edges are the same.</summary>
    internal static uint SecondWord(int* neighbors, int place, NodeNumbers numbers, bool separate)
    {
        int repeat = separate ? new ReadOnlySpan<int>(neighbors, place).Count(neighbors[place]) : 0;
        return numbers.Word(neighbors[place], (2 * repeat) + 1);
    }

    public void Dispose() => _known.Dispose();

    private static bool Find(int* neighbors, int length)
    {
        int rising = 1;
        while (rising < length && neighbors[rising] > neighbors[rising - 1])
        {
            rising++;
        }

        if (rising >= length)
        {
            return false;
        }

        int[] sorted = new ReadOnlySpan<int>(neighbors, length).ToArray();
        Array.Sort(sorted);
        for (int i = 1; i < length; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                return true;
            }
        }

        return false;
    }
}
