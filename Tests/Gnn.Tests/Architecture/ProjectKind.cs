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

    /// <summary>The one project that may reference adapters.</summary>
    Application,

    /// <summary>Tests and benchmarks: everything but adapters.</summary>
    Free,
}
