namespace Reelmill.Vision.Tests;

/// <summary>Creates small ONNX files, with the field numbers of onnx.proto.</summary>
internal static class TestOnnx
{
    /// <summary>Creates an identity model with the shape float [n, 3, 2, 2].</summary>
    public static byte[] CreateModel() => CreateModel([]);

    /// <summary>Creates the same model with a tensor that is stored in another file.</summary>
    public static byte[] CreateModelWithExternalData()
    {
        byte[] location = [.. Text(1, "location"), .. Text(2, "/etc/passwd")];
        byte[] tensor = [.. Number(1, 1), .. Number(2, 1), .. Text(8, "w"), .. Message(13, location), .. Number(14, 1)];
        return CreateModel(Message(5, tensor));
    }

    public static byte[] Message(int field, byte[] content) => [.. Varint(((uint)field << 3) | 2), .. Varint((uint)content.Length), .. content];

    public static byte[] Text(int field, string text) => Message(field, System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Number(int field, uint value) => [.. Varint((uint)field << 3), .. Varint(value)];

    private static byte[] CreateModel(byte[] initializer)
    {
        byte[] node = [.. Text(1, "x"), .. Text(2, "y"), .. Text(4, "Identity")];
        byte[] graph = [.. Message(1, node), .. Text(2, "g"), .. initializer, .. Message(11, Value("x")), .. Message(12, Value("y"))];
        return [.. Number(1, 8), .. Message(7, graph), .. Message(8, Number(2, 13))];
    }

    private static byte[] Value(string name)
    {
        byte[] shape = [.. Message(1, Text(2, "n")), .. Message(1, Number(1, 3)), .. Message(1, Number(1, 2)), .. Message(1, Number(1, 2))];
        byte[] tensor = [.. Number(1, 1), .. Message(2, shape)];
        return [.. Text(1, name), .. Message(2, Message(1, tensor))];
    }

    private static byte[] Varint(uint value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];
}
