using Gnn.Cli.Nodes;

namespace Gnn.Cli.Models;

/// <summary>A model that commands know by name.</summary>
/// <param name="Name">What <c>--model</c> takes.</param>
/// <param name="Title">What it is.</param>
/// <param name="Paper">Where it is from.</param>
/// <param name="Defaults">Its own hidden units, layers and dropout; null of one that has none and is not trained.</param>
/// <param name="Takes">The options that it takes beside those.</param>
internal abstract record ModelEntry(string Name, string Title, string Paper, ModelDefaults? Defaults, IReadOnlyList<string> Takes)
{
    /// <summary>Whether 'gnn predict' can rebuild the model from what is saved of it.</summary>
    internal abstract bool CanSave { get; }

    /// <summary>Opens the data that the model learns.</summary>
    internal abstract NodeProblem Open(NodeInput input);

    private protected ModelDefaults Sizes(ModelArguments arguments) =>
        new(arguments.Hidden ?? Defaults!.Hidden, arguments.Layers ?? Defaults!.Layers, arguments.Dropout ?? Defaults!.Dropout);
}
