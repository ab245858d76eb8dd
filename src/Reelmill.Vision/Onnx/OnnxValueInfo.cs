using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>The metadata of an input or output of a model.</summary>
/// <param name="Name">The name.</param>
/// <param name="ElementType">The element type.</param>
/// <param name="Shape">The dimensions; -1 for a dynamic one.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape)
{
    /// <summary>Formats the metadata, such as <c>images float [1,3,416,416]</c>.</summary>
    /// <returns>The name, the type and the shape.</returns>
    public override string ToString() => $"{Name} {ElementType.ToString().ToLowerInvariant()} [{string.Join(',', Shape)}]";

    /// <summary>Converts the metadata of ONNX Runtime; a value that is not a tensor has an undefined type and an empty shape.</summary>
    internal static OnnxValueInfo From(string name, NodeMetadata metadata) => metadata.IsTensor
        ? new(name, (OnnxElementType)(int)metadata.ElementDataType, [.. metadata.Dimensions.Select(static d => (long)d)])
        : new(name, OnnxElementType.Undefined, []);
}
