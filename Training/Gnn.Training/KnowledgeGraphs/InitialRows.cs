using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training.KnowledgeGraphs;

/// <summary>What entities begin as.</summary>
internal static class InitialRows
{
    internal static Tensor Entities(in Shape shape, RandomSource random, double? range)
    {
        if (range is not { } bound)
        {
            return Initialize.Glorot(shape, random);
        }

        return bound > 0 && double.IsFinite(bound)
            ? Tensor.Uniform(shape, random, -bound, bound)
            : throw new ArgumentOutOfRangeException(nameof(range), range, "The initial range must be above 0 and finite.");
    }
}
