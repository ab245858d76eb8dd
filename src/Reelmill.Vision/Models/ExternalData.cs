namespace Reelmill.Vision.Models;

/// <summary>Detects references to external data: a model can store tensors in other files, at any path on the disk.</summary>
/// <remarks>Field numbers are from onnx.proto.</remarks>
internal static class ExternalData
{
    private const int MaxDepth = 64;
    private const int TensorExternalData = 13;
    private const int TensorDataLocation = 14;

    private enum Kind
    {
        Model,
        Training,
        Graph,
        Node,
        Attribute,
        Function,
        SparseTensor,
        Tensor,
    }

    /// <summary>Returns whether any tensor of a model is stored in another file.</summary>
    /// <param name="model">The whole ONNX file.</param>
    /// <exception cref="FormatException">The bytes are not a valid ONNX file.</exception>
    public static bool IsReferencedBy(ReadOnlySpan<byte> model) => IsReferencedBy(model, Kind.Model, 0);

    private static bool IsReferencedBy(ReadOnlySpan<byte> message, Kind kind, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new FormatException("Its graphs are nested too deeply.");
        }

        var reader = new ProtoReader(message);
        while (reader.MoveNext())
        {
            var external = kind == Kind.Tensor
                ? reader.Field == TensorExternalData || (reader.Field == TensorDataLocation && reader.Number != 0)
                : GetChildKind(kind, reader.Field) is { } child && IsReferencedBy(reader.Bytes, child, depth + 1);
            if (external)
            {
                return true;
            }
        }

        return false;
    }

    private static Kind? GetChildKind(Kind kind, int field) => (kind, field) switch
    {
        (Kind.Model, 7) => Kind.Graph,
        (Kind.Model, 20) => Kind.Training,
        (Kind.Model, 25) => Kind.Function,
        (Kind.Training, 1 or 2) => Kind.Graph,
        (Kind.Graph, 1) or (Kind.Function, 7) => Kind.Node,
        (Kind.Graph, 5) => Kind.Tensor,
        (Kind.Graph, 15) => Kind.SparseTensor,
        (Kind.Node, 5) or (Kind.Function, 11) => Kind.Attribute,
        (Kind.Attribute, 5 or 10) => Kind.Tensor,
        (Kind.Attribute, 6 or 11) => Kind.Graph,
        (Kind.Attribute, 22 or 23) => Kind.SparseTensor,
        (Kind.SparseTensor, 1 or 2) => Kind.Tensor,
        _ => null,
    };
}
