using System.CommandLine;
using Gnn.Cli.Commands;
using Gnn.Graphs;
using Gnn.Tensors.Engines;

namespace Gnn.Cli.Models;

/// <summary>What the command line says of data and model.</summary>
internal sealed record NodeInput(ParseResult Parsed, GraphOptions Graph, Engine Engine, FeatureUse Features, ModelArguments Arguments, CancellationToken Cancellation)
{
    internal GraphSource OpenGraph() => Graph.Open(Parsed, Engine, Features, Cancellation);
}
