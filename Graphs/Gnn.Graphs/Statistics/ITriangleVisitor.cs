namespace Gnn.Graphs.Statistics;

/// <summary>What is done with each triangle that <see cref="ForwardEdges"/> finds.</summary>
internal interface ITriangleVisitor
{
    /// <summary>Called once for each triangle, with the places of its nodes ascending and the kinds of its edges.</summary>
    void Visit(int first, int second, int third, int firstSecond, int firstThird, int secondThird);
}
