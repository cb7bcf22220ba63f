namespace Gnn.Tensors.Engines;

public abstract partial class Engine
{
    /// <summary>Uniform numbers in [low, high): element i is the source's number i.</summary>
    /// <param name="length">The number of elements.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <returns>The floating elements.</returns>
    public abstract EngineBuffer RandomUniform(long length, RandomSource source, double low, double high);

    /// <summary>Normal numbers: element i is the source's number i.</summary>
    /// <param name="length">The number of elements.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="standardDeviation">The standard deviation, at least 0.</param>
    /// <returns>The floating elements.</returns>
    public abstract EngineBuffer RandomNormal(long length, RandomSource source, double mean, double standardDeviation);

    /// <summary>y[i] = x[i] / (1 - p) with chance 1 - p, else 0: element i is dropped where the source's 32-bit number i is below p * 2^32. The same source
    /// gives the same elements, so that the gradient is the same primitive and no mask is kept.</summary>
    /// <param name="x">A floating view.</param>
    /// <param name="probability">p, in [0, 1).</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <returns>As many elements as x.</returns>
    public abstract EngineBuffer Dropout(in BufferView x, double probability, RandomSource source);
}
