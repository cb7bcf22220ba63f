using Gnn.Graphs;
using Gnn.Layers.Models;

namespace Gnn.Cli.Models;

/// <summary>A model that commands know by name.</summary>
/// <param name="Name">What <c>--model</c> takes.</param>
/// <param name="Title">What it is.</param>
/// <param name="Paper">Where it is from.</param>
/// <param name="Defaults">Its own hidden units, layers and dropout.</param>
/// <param name="Takes">The options that it takes beside those.</param>
/// <param name="Create">Makes one.</param>
internal sealed record ModelEntry(
    string Name, string Title, string Paper, ModelDefaults Defaults, IReadOnlyList<string> Takes, Func<ModelArguments, ModelDefaults, GraphModel> Create)
{
    /// <summary>Makes of a graph what the model takes, and ends the graph; null where it takes any.</summary>
    internal Func<Graph, Graph>? Adapt { get; init; }

    internal GraphModel Make(ModelArguments arguments) => Create(
        arguments,
        new ModelDefaults(arguments.Hidden ?? Defaults.Hidden, arguments.Layers ?? Defaults.Layers, arguments.Dropout ?? Defaults.Dropout));
}
