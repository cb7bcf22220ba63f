namespace Gnn.Tests.Architecture;

/// <summary>The part that a project plays in the house.</summary>
internal enum ProjectKind
{
    /// <summary>A library that is packed and has no dependency but those its rule names.</summary>
    Library,

    /// <summary>A library on a package that not every registry carries.</summary>
    Adapter,

    /// <summary>The package on top of the libraries.</summary>
    Meta,

    /// <summary>The command: it may reference adapters and their packages, under their conditions.</summary>
    Application,

    /// <summary>The tests: they may reference adapters, under their conditions.</summary>
    Tests,

    /// <summary>Test helpers and benchmarks: everything but adapters.</summary>
    Free,
}
