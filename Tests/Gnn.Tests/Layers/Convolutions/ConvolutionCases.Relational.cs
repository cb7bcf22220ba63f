using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;

namespace Gnn.Tests.Layers.Convolutions;

/// <content>Edges of several relations.</content>
internal static partial class ConvolutionCases
{
    private static IEnumerable<ConvolutionCase> Relational()
    {
        yield return Rgcn("rgcn", relations: 3, new RgcnOptions());
        yield return Rgcn("rgcn_many", relations: 40, new RgcnOptions { Aggregation = Aggregation.Sum });
        yield return Rgcn("rgcn_min", relations: 4, new RgcnOptions { Aggregation = Aggregation.Min, RootWeight = false, Bias = false });
        yield return Rgcn("rgcn_bases", relations: 3, new RgcnOptions { Bases = 1 });
        yield return Rgcn("rgcn_bases_many", relations: 3, new RgcnOptions { Bases = 5, Aggregation = Aggregation.Sum });
        yield return Rgcn("rgcn_bases_max", relations: 3, new RgcnOptions { Bases = 2, Aggregation = Aggregation.Max });
        yield return Rgcn("rgcn_blocks", relations: 3, new RgcnOptions { Blocks = 2 });
        yield return Rgcn("rgcn_blocks_max", relations: 4, new RgcnOptions { Blocks = 2, Aggregation = Aggregation.Max });
    }

    private static ConvolutionCase Rgcn(string name, int relations, RgcnOptions options) =>
        new(name, (inputs, outputs, random) => new RgcnConv(inputs, outputs, relations, random, options)) { NeedsColumns = true };
}
