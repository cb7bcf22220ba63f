namespace Gnn.Testing;

/// <summary>Names the primitive of an engine that a test of the contract is about.</summary>
/// <param name="name">The method, for example <c>nameof(Engine.SpMM)</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class PrimitiveAttribute(string name) : Attribute
{
    /// <summary>The method.</summary>
    public string Name { get; } = name;
}
