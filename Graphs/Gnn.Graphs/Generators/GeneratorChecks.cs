using System.Globalization;
using System.Runtime.CompilerServices;

namespace Gnn.Graphs.Generators;

/// <summary>What generators check before they draw.</summary>
internal static class GeneratorChecks
{
    // The pairs as drawn, the edge list of both directions, the graph's own copy and the sorted keys of its check of reverses.
    private const double BytesPerEdge = 48;

    public static void CheckProbability(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                name, value, string.Create(CultureInfo.InvariantCulture, $"'{name}' is a probability and must be in [0, 1], got {value}."));
        }
    }

    /// <summary>Refuses what no graph or this machine can hold.</summary>
    /// <param name="edges">The edges, both directions counted, as they are expected.</param>
    /// <param name="name">The argument to lower.</param>
    public static void CheckEdges(double edges, string name)
    {
        // A random count may exceed its mean; six standard deviations of it never happen.
        double most = edges + (6 * Math.Sqrt(edges));
        if (most > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                name,
                string.Create(CultureInfo.InvariantCulture, $"A generated graph has at most {Array.MaxLength} edges, got {edges:0}: lower '{name}'."));
        }

        CheckMemory(most * BytesPerEdge, $"{edges.ToString("0", CultureInfo.InvariantCulture)} edges", name);
    }

    /// <summary>Refuses a request for more memory than the machine has, before any of it is taken.</summary>
    public static void CheckMemory(double bytes, string what, string name)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new InsufficientMemoryException(string.Create(
                CultureInfo.InvariantCulture,
                $"{what} need about {bytes / (1 << 20):0} MiB, but this machine has {available >> 20} MiB: lower '{name}'."));
        }
    }
}
