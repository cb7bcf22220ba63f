using Gnn.Tensors;

namespace Gnn.Graphs.Generators;

/// <summary>Particles that springs or charges move, the physics that a graph network is to infer or to predict.</summary>
/// <remarks>
/// Kipf, Fetaya, Wang, Welling and Zemel, "Neural relational inference for interacting systems", 2018: springs, charges, walls, and the numbers of the
/// defaults.
/// In three dimensions without walls it is the task of Satorras, Hoogeboom and Welling, "E(n) equivariant graph neural networks", 2021.
/// </remarks>
public static class NBody
{
    // Each double of positions and velocities once; simulations overlap as threads do, which is small beside what is kept.
    private const double BytesPerNumber = 16;

    /// <summary>Simulates systems that differ in their start and their interactions.</summary>
    /// <param name="options">The system.</param>
    /// <param name="count">The number of simulations, at least 0.</param>
    /// <param name="source">Where the draws come from; simulation i depends on the source and on i alone.</param>
    /// <param name="threads">How many threads simulate; those of the default engine if null. The results are the same at any number.</param>
    /// <returns>The trajectories.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count or an option is out of range; the message names it.</exception>
    /// <exception cref="InsufficientMemoryException">The trajectories do not fit the machine's memory.</exception>
    /// <remarks>
    /// Leapfrog in double precision: velocities half a step by the force at the old place, positions a whole step, velocities half a step by the force at the
    /// new
    /// place, so that both are known at the same moment. O(count T steps N^2). Departure: the authors' code keeps velocities half a step from positions.
    /// </remarks>
    public static IReadOnlyList<NBodyTrajectory> Simulate(NBodyOptions options, int count, RandomSource source, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Check(options);
        double numbers = (double)options.FrameCount * options.ParticleCount * options.Dimensions;
        if (numbers > Array.MaxLength || (double)options.ParticleCount * options.ParticleCount > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), $"A trajectory has at most {Array.MaxLength} numbers, got {options.FrameCount} frames of {options.ParticleCount} particles.");
        }

        double matrix = 8.0 * options.ParticleCount * options.ParticleCount;
        GeneratorChecks.CheckMemory(count * ((BytesPerNumber * numbers) + matrix), $"{count} trajectories", nameof(count));
        var trajectories = new NBodyTrajectory[count];
        RandomSource simulations = source.Stream("n-body");
        GeneratorThreads.For(count, threads, i => trajectories[i] = new NBodySystem(options, simulations.Stream((ulong)i)).Run());
        return trajectories;
    }

    private static void Check(NBodyOptions options)
    {
        RequireAtLeast(options.ParticleCount, 1, nameof(options.ParticleCount));
        RequireAtLeast(options.Dimensions, 1, nameof(options.Dimensions));
        RequireAtLeast(3, options.Dimensions, nameof(options.Dimensions));
        RequireAtLeast(options.FrameCount, 1, nameof(options.FrameCount));
        RequireAtLeast(options.StepsPerFrame, 1, nameof(options.StepsPerFrame));
        RequireAtLeast(options.Strength, 0, nameof(options.Strength));
        RequireAtLeast(options.PositionDeviation, 0, nameof(options.PositionDeviation));
        RequireAtLeast(options.InitialSpeed, 0, nameof(options.InitialSpeed));
        RequireAtLeast(options.StepSize, double.Epsilon, nameof(options.StepSize));
        GeneratorChecks.CheckProbability(options.SpringProbability, nameof(options.SpringProbability));
        if (!(options.MaxForce > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxForce, "'MaxForce' must be above 0; give infinity for no bound.");
        }

        if (options.BoxSize is { } size && !(size > 0 && double.IsFinite(size)))
        {
            throw new ArgumentOutOfRangeException(nameof(options), size, "'BoxSize' must be above 0 and finite; give null for open space.");
        }

        if (options.Force is not (NBodyForce.Spring or NBodyForce.Charge))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Force, "'Force' must be Spring or Charge.");
        }

        static void RequireAtLeast(double value, double least, string name)
        {
            if (!(value >= least && double.IsFinite(value)))
            {
                throw new ArgumentOutOfRangeException(nameof(options), $"'{name}' is out of its range: see the option's description.");
            }
        }
    }
}
