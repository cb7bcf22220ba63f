using Gnn.Cli.Nodes;
using Gnn.Layers.Models;

namespace Gnn.Cli.Models;

/// <summary>Labels that are spread; there are no parameters.</summary>
internal sealed record LabelPropagationEntry(string Name, string Title, string Paper, IReadOnlyList<string> Takes) : ModelEntry(Name, Title, Paper, null, Takes)
{
    internal override bool CanSave => false;

    internal override NodeProblem Open(NodeInput input)
    {
        // Their alpha is the share that comes from neighbours, that of the option the share that goes back.
        var propagation = new LabelPropagation(input.Arguments.Hops ?? 50, 1 - (input.Arguments.Alpha ?? 0.1));
        return new GraphProblem(input.OpenGraph(), (graph, split, _) => new LabelPropagationRun(propagation, graph, split, input.Engine));
    }
}
