namespace Gnn.Graphs.Generators;

/// <summary>A system of particles and how it is watched. The defaults are those of the springs of Kipf et al. 2018.</summary>
public sealed record NBodyOptions
{
    /// <summary>Five charged particles: strength 1, positions of deviation 1, the rest as <see cref="NBodyOptions"/> has it.</summary>
    public static NBodyOptions Charged { get; } = new() { Force = NBodyForce.Charge, Strength = 1, PositionDeviation = 1 };

    /// <summary>What acts between particles.</summary>
    public NBodyForce Force { get; init; } = NBodyForce.Spring;

    /// <summary>N, the number of particles, at least 1.</summary>
    public int ParticleCount { get; init; } = 5;

    /// <summary>D, the number of dimensions, 1 to 3; 2 in Kipf et al. 2018, 3 in Satorras et al. 2021.</summary>
    public int Dimensions { get; init; } = 2;

    /// <summary>T, the number of moments that are kept, at least 1; the first is the start.</summary>
    public int FrameCount { get; init; } = 50;

    /// <summary>The steps from one moment to the next, at least 1.</summary>
    public int StepsPerFrame { get; init; } = 100;

    /// <summary>The time of a step, above 0.</summary>
    public double StepSize { get; init; } = 0.001;

    /// <summary>k, at least 0.</summary>
    public double Strength { get; init; } = 0.1;

    /// <summary>The chance that a spring joins a pair, in [0, 1]; charges act between all.</summary>
    public double SpringProbability { get; init; } = 0.5;

    /// <summary>The standard deviation of every coordinate of a first position, at least 0.</summary>
    public double PositionDeviation { get; init; } = 0.5;

    /// <summary>The speed of every particle at the start, at least 0; directions are random.</summary>
    public double InitialSpeed { get; init; } = 0.5;

    /// <summary>The walls, at this distance from the origin on every side, that reflect particles; null for open space.</summary>
    public double? BoxSize { get; init; } = 5;

    /// <summary>The largest absolute value of each component of the force between two particles, above 0; infinity for no bound.</summary>
    public double MaxForce { get; init; } = 100;
}
