namespace Gnn.Tensors.Engines.Kernels;

/// <summary>Which elements are dropped, and what the others are multiplied by.</summary>
internal readonly struct DropoutPlan
{
    private DropoutPlan(double probability, RandomSource source)
    {
        // A word is below p * 2^32 exactly if it is below the next whole number.
        double bound = Math.Ceiling(probability * 4294967296.0);
        Probability = probability;
        Source = source;
        DropsAll = bound > uint.MaxValue;
        Bound = DropsAll ? uint.MaxValue : (uint)bound;
        Scale = (float)(1 / (1 - probability));
    }

    /// <summary>The chance to drop an element.</summary>
    internal double Probability { get; }

    /// <summary>Where the words come from.</summary>
    internal RandomSource Source { get; }

    /// <summary>Whether every word would be below the bound, which no 32 bits hold then.</summary>
    internal bool DropsAll { get; }

    /// <summary>Words below it drop their element.</summary>
    internal uint Bound { get; }

    /// <summary>What is kept is multiplied by it.</summary>
    internal float Scale { get; }

    /// <summary>Whether anything may be dropped.</summary>
    internal bool IsOn => Probability > 0;

    /// <summary>The dropout of a chance and a source.</summary>
    internal static DropoutPlan Of(double probability, RandomSource source) => new(probability, source);
}
