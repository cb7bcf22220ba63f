using System.Numerics;
using QuikGraph;

namespace Gnn.QuikGraph;

/// <summary>Finds the numeric tag that edges of a type carry.</summary>
internal static class EdgeTag
{
    /// <summary>The tag of an edge as a number, null for a tag that is null; or null where edges of this type carry no number.</summary>
    public static Func<TEdge, double?>? Of<TEdge>() =>
        Of<TEdge, double>() ?? Of<TEdge, float>() ?? Of<TEdge, decimal>()
        ?? Of<TEdge, int>() ?? Of<TEdge, long>() ?? Of<TEdge, short>() ?? Of<TEdge, byte>() ?? Of<TEdge, uint>() ?? Of<TEdge, ulong>();

    private static Func<TEdge, double?>? Of<TEdge, TTag>()
        where TTag : struct, INumberBase<TTag>
    {
        if (typeof(ITagged<TTag>).IsAssignableFrom(typeof(TEdge)))
        {
            return edge => double.CreateChecked(((ITagged<TTag>)edge!).Tag);
        }

        if (typeof(ITagged<TTag?>).IsAssignableFrom(typeof(TEdge)))
        {
            return edge => ((ITagged<TTag?>)edge!).Tag is { } tag ? double.CreateChecked(tag) : null;
        }

        return null;
    }
}
