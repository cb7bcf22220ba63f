using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Gnn.Testing;

/// <summary>Holds an assembly's list of the foreign types and members it uses to the truth, both ways: the list is what the compiled assembly refers to, and
/// all of it is there in the release of the foreign assembly that is loaded.</summary>
/// <remarks>
/// A line is a type, <c>QuikGraph.IEdge`1</c>; a method or a property's accessor, <c>QuikGraph.IEdge`1.get_Source() -> !0</c>, with <c>static </c> before it if
/// it is; or a field, <c>Some.Type.Name : int</c>. <c>!0</c> is the first type argument of the type, <c>!!0</c> of the method.
/// </remarks>
public static class ForeignMemberCheck
{
    /// <summary>The public types and members of a foreign assembly that an assembly refers to.</summary>
    /// <param name="assembly">The assembly, which lies in a file.</param>
    /// <param name="foreign">The foreign assembly's name, without version.</param>
    /// <returns>Their lines, in ordinal order.</returns>
    public static IReadOnlyList<string> Used(Assembly assembly, string foreign) => Used(assembly.Location, foreign);

    /// <summary>What is wrong with a list of the foreign types and members that an assembly uses.</summary>
    /// <param name="assembly">The assembly that keeps the list.</param>
    /// <param name="foreign">The foreign assembly, as it is loaded.</param>
    /// <param name="listed">The list's lines.</param>
    /// <returns>One sentence for each defect; empty for a list that is right.</returns>
    public static IReadOnlyList<string> Defects(Assembly assembly, Assembly foreign, IEnumerable<string> listed) =>
        Defects(assembly.Location, foreign.Location, listed);

    /// <inheritdoc cref="Defects(Assembly, Assembly, IEnumerable{string})"/>
    /// <param name="assembly">The file of the assembly that keeps the list.</param>
    /// <param name="foreign">The file of the foreign assembly.</param>
    /// <param name="listed">The list's lines.</param>
    public static IReadOnlyList<string> Defects(string assembly, string foreign, IEnumerable<string> listed)
    {
        var release = AssemblyName.GetAssemblyName(foreign);
        string name = AssemblyName.GetAssemblyName(assembly).Name!;
        IReadOnlyList<string> used = Used(assembly, release.Name!);
        HashSet<string> list = [.. listed];
        HashSet<string> offered = Offered(foreign);
        return
        [
            .. used.Union(list).Except(offered).Select(line => $"{release.Name} {release.Version} has no '{line}', which {name} {(used.Contains(line) ? "uses" : "lists")}."),
            .. used.Except(list).Select(line => $"{name} uses '{line}' and does not list it: add the line to its list of foreign members."),
            .. list.Except(used).Select(line => $"{name} lists '{line}' and does not use it: take the line out of its list of foreign members."),
        ];
    }

    private static IReadOnlyList<string> Used(string path, string foreign)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        HashSet<string> types = [];
        foreach (TypeReferenceHandle handle in reader.TypeReferences)
        {
            if (IsIn(reader, handle, foreign))
            {
                types.Add(MetadataNames.Of(reader, handle));
            }
        }

        SortedSet<string> used = new(types, StringComparer.Ordinal);
        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference member = reader.GetMemberReference(handle);
            if (MetadataNames.Of(reader, member.Parent) is { } type && types.Contains(type))
            {
                used.Add(member.GetKind() == MemberReferenceKind.Method
                    ? MetadataNames.Method(reader, type, member.Name, member.Signature)
                    : MetadataNames.Field(reader, type, member.Name, member.Signature));
            }
        }

        return [.. used];
    }

    // Everything that code outside the assembly can name. An inherited member is offered by the derived type as well.
    private static HashSet<string> Offered(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        MetadataReader reader = file.GetMetadataReader();
        HashSet<string> offered = [];
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if ((type.Attributes & TypeAttributes.VisibilityMask) is not (TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily))
            {
                continue;
            }

            string name = MetadataNames.Of(reader, handle);
            offered.Add(name);
            for (TypeDefinitionHandle part = handle; !part.IsNil; part = BaseOf(reader, part))
            {
                AddMembers(reader, reader.GetTypeDefinition(part), name, offered);
            }
        }

        return offered;
    }

    private static void AddMembers(MetadataReader reader, TypeDefinition type, string name, HashSet<string> offered)
    {
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if ((method.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
            {
                offered.Add(MetadataNames.Method(reader, name, method.Name, method.Signature));
            }
        }

        foreach (FieldDefinitionHandle handle in type.GetFields())
        {
            FieldDefinition field = reader.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem)
            {
                offered.Add(MetadataNames.Field(reader, name, field.Name, field.Signature));
            }
        }
    }

    // A base class with type arguments is left out: its members' signatures would have to be read with them.
    private static TypeDefinitionHandle BaseOf(MetadataReader reader, TypeDefinitionHandle handle) =>
        reader.GetTypeDefinition(handle).BaseType is { IsNil: false, Kind: HandleKind.TypeDefinition } parent ? (TypeDefinitionHandle)parent : default;

    private static bool IsIn(MetadataReader reader, TypeReferenceHandle handle, string assembly)
    {
        EntityHandle scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsIn(reader, (TypeReferenceHandle)scope, assembly),
            HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name) == assembly,
            _ => false,
        };
    }
}
