using Microsoft.ML.OnnxRuntime;

namespace Reelmill.Vision.Onnx;

/// <summary>What a model says of one of its inputs or outputs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">What its elements are.</param>
/// <param name="Shape">Its dimensions; -1 is any.</param>
public sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, IReadOnlyList<long> Shape)
{
    /// <summary>Such as <c>images float [1,3,416,416]</c>.</summary>
    /// <returns>The name, the type and the shape.</returns>
    public override string ToString() => $"{Name} {ElementType.ToString().ToLowerInvariant()} [{string.Join(',', Shape)}]";

    /// <summary>Both type and shape are empty for what is no tensor.</summary>
    internal static OnnxValueInfo Of(string name, NodeMetadata metadata) => metadata.IsTensor
        ? new(name, (OnnxElementType)(int)metadata.ElementDataType, [.. metadata.Dimensions.Select(static d => (long)d)])
        : new(name, OnnxElementType.Undefined, []);
}
