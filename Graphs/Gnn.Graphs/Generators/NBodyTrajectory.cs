namespace Gnn.Graphs.Generators;

/// <summary>Where particles were and how fast, moment by moment, and what acted between them.</summary>
public sealed class NBodyTrajectory
{
    private readonly double[] _positions;
    private readonly double[] _velocities;
    private readonly double[] _interactions;
    private readonly double[] _charges;

    internal NBodyTrajectory(NBodyOptions options, double[] positions, double[] velocities, double[] interactions, double[] charges)
    {
        Options = options;
        _positions = positions;
        _velocities = velocities;
        _interactions = interactions;
        _charges = charges;
    }

    /// <summary>The system that was simulated.</summary>
    public NBodyOptions Options { get; }

    /// <summary>The positions, <c>[T, N, D]</c> row by row.</summary>
    public ReadOnlySpan<double> Positions => _positions;

    /// <summary>The velocities, <c>[T, N, D]</c> row by row.</summary>
    public ReadOnlySpan<double> Velocities => _velocities;

    /// <summary>What acts between two particles, <c>[N, N]</c>, symmetric with zeros on the diagonal: 1 for a spring, the product of two charges.</summary>
    public ReadOnlySpan<double> Interactions => _interactions;

    /// <summary>The charge of each particle, <c>[N]</c>; zeros where springs act.</summary>
    public ReadOnlySpan<double> Charges => _charges;
}
