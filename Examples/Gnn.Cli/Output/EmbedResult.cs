using Gnn.Training.Embeddings;

namespace Gnn.Cli.Output;

/// <summary>What a model or baseline reaches with the labels of a share of the nodes.</summary>
internal sealed record EmbedResult(string Name, double Share, MultiLabelReport Report);
