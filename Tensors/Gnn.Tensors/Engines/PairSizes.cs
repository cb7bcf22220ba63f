namespace Gnn.Tensors.Engines;

/// <summary>The lengths that <see cref="Engine.PairDistances"/> runs over.</summary>
internal readonly struct PairSizes
{
    internal PairSizes(PairDistance distance, in Shape a, in Shape b, long groups)
    {
        (Groups, Rows, Candidates, Width) = (groups, a[0] / groups, b[0] / groups, a[1]);
        Parts = distance == PairDistance.Modulus ? 2 : 1;
    }

    /// <summary>G.</summary>
    internal long Groups { get; }

    /// <summary>M: the rows of a in a group.</summary>
    internal long Rows { get; }

    /// <summary>K: the rows of b in a group.</summary>
    internal long Candidates { get; }

    /// <summary>W.</summary>
    internal long Width { get; }

    /// <summary>2 where a coordinate has a real and an imaginary part, else 1.</summary>
    internal long Parts { get; }

    /// <summary>The terms of a distance.</summary>
    internal long Coordinates => Width / Parts;

    /// <summary>G * M * K.</summary>
    internal long Pairs => Groups * Rows * Candidates;
}
