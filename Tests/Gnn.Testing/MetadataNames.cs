using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Gnn.Testing;

/// <summary>Writes types and members of an assembly's metadata as text that does not hang on where a type comes from, so that a reference and the
/// definition it means give the same line.</summary>
/// <remarks>Types have their metadata names, <c>System.Func`2&lt;int, !0&gt;</c>; <c>!0</c> is the first type argument of the member's type and <c>!!0</c> of
/// the member itself.</remarks>
internal sealed class MetadataNames : ISignatureTypeProvider<string, object?>
{
    private static readonly MetadataNames Instance = new();

    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Of(reader, (TypeReferenceHandle)type.ResolutionScope)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer
            ? $"{Of(reader, outer)}+{reader.GetString(type.Name)}"
            : Qualified(reader, type.Namespace, type.Name);
    }

    /// <summary>A type's name without type arguments; null for what has none, an array or a pointer.</summary>
    public static string? Of(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => Of(reader, (TypeReferenceHandle)handle),
        HandleKind.TypeDefinition => Of(reader, (TypeDefinitionHandle)handle),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(Instance, null).Split('<')[0],
        _ => null,
    };

    public static string Method(MetadataReader reader, string type, StringHandle name, BlobHandle signature)
    {
        BlobReader blob = reader.GetBlobReader(signature);
        MethodSignature<string> method = new SignatureDecoder<string, object?>(Instance, reader, null).DecodeMethodSignature(ref blob);
        string modifier = method.Header.IsInstance ? "" : "static ";
        string arity = method.GenericParameterCount > 0 ? $"`{method.GenericParameterCount}" : "";
        return $"{modifier}{type}.{reader.GetString(name)}{arity}({string.Join(", ", method.ParameterTypes)}) -> {method.ReturnType}";
    }

    public static string Field(MetadataReader reader, string type, StringHandle name, BlobHandle signature)
    {
        BlobReader blob = reader.GetBlobReader(signature);
        return $"{type}.{reader.GetString(name)} : {new SignatureDecoder<string, object?>(Instance, reader, null).DecodeFieldSignature(ref blob)}";
    }

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"delegate*({string.Join(", ", signature.ParameterTypes)}) -> {signature.ReturnType}";

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(reader, handle);

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => Of(reader, handle);

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
    {
        PrimitiveTypeCode.Boolean => "bool",
        PrimitiveTypeCode.Int16 => "short",
        PrimitiveTypeCode.Int32 => "int",
        PrimitiveTypeCode.Int64 => "long",
        PrimitiveTypeCode.UInt16 => "ushort",
        PrimitiveTypeCode.UInt32 => "uint",
        PrimitiveTypeCode.UInt64 => "ulong",
        PrimitiveTypeCode.Single => "float",
        PrimitiveTypeCode.IntPtr => "nint",
        PrimitiveTypeCode.UIntPtr => "nuint",
        _ => typeCode.ToString().ToLowerInvariant(),
    };

    private static string Qualified(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : $"{reader.GetString(space)}.{reader.GetString(name)}";
}
