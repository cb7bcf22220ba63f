using System.Runtime.CompilerServices;

namespace Gnn.Training.Embeddings;

/// <summary>Draws nodes with chances proportional to weights, one word a draw.</summary>
/// <remarks>Walker, "An efficient method for generating discrete random variables with general distributions", 1977. The slot is the word's product with N, its remainder decides
/// between the slot's node and its alias.</remarks>
internal sealed class NodeChances
{
    private readonly uint[] _thresholds;
    private readonly int[] _aliases;

    internal NodeChances(ReadOnlySpan<double> weights)
    {
        int count = weights.Length;
        double total = 0;
        foreach (double weight in weights)
        {
            total += weight;
        }

        _thresholds = new uint[count];
        _aliases = new int[count];
        double[] parts = new double[count];
        int[] order = new int[count];
        int small = 0, large = count;
        for (int node = 0; node < count; node++)
        {
            parts[node] = weights[node] / total * count;
            order[parts[node] < 1 ? small++ : --large] = node;
        }

        while (small > 0 && large < count)
        {
            int taker = order[--small], giver = order[large];
            _thresholds[taker] = (uint)Math.Min(Math.Round(parts[taker] * (1L << 32)), uint.MaxValue);
            _aliases[taker] = giver;
            parts[giver] -= 1 - parts[taker];
            if (parts[giver] < 1)
            {
                large++;
                order[small++] = giver;
            }
        }

        // What is left has a full share but for rounding.
        while (small > 0)
        {
            int node = order[--small];
            _aliases[node] = node;
        }

        for (; large < count; large++)
        {
            _aliases[order[large]] = order[large];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Draw(uint word)
    {
        ulong product = (ulong)word * (uint)_aliases.Length;
        int slot = (int)(product >> 32);
        return (uint)product < _thresholds[slot] ? slot : _aliases[slot];
    }
}
