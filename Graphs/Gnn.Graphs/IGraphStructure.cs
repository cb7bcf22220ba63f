using Gnn.Tensors.Engines;

namespace Gnn.Graphs;

/// <summary>What the structures of this library have in common: graphs, sets of graphs, hypergraphs, and heterogeneous, signed and temporal graphs.</summary>
/// <remarks>Each is immutable, is owned by whoever made it and shares its columns with those derived from it.</remarks>
public interface IGraphStructure : IDisposable
{
    /// <summary>A SHA-256 of all that the structure holds, 64 hexadecimal digits: equal for equal structures of one kind.</summary>
    string ContentHash { get; }

    /// <summary>Lists every defect of the structure by name; empty if it is sound.</summary>
    /// <returns>The defects.</returns>
    IReadOnlyList<GraphDefect> Validate();

    /// <summary>The structure with its columns on an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <returns>A structure of the same kind, owned by the caller; it shares what is there already.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="engine"/> is null.</exception>
    IGraphStructure To(Engine engine);
}
