using System.Runtime.InteropServices;

namespace Reelmill.Vision.Onnx;

/// <content>Sessions and what they say of themselves.</content>
internal sealed unsafe partial class OrtApi
{
    /// <summary>Opens a model; its bytes are no longer needed afterwards.</summary>
    public nint CreateSession(string doing, nint environment, ReadOnlySpan<byte> model, nint options)
    {
        nint session;
        fixed (byte* bytes = model)
        {
            Check(doing, ((delegate* unmanaged<nint, byte*, nuint, nint, nint*, nint>)Function(8))(environment, bytes, (nuint)model.Length, options, &session));
        }

        return session;
    }

    public void ReleaseSession(nint session) => Release(95, session);

    public OnnxValueInfo[] Inputs(nint session) => Values(session, count: 30, typeInfo: 33, name: 36);

    public OnnxValueInfo[] Outputs(nint session) => Values(session, count: 31, typeInfo: 34, name: 37);

    private OnnxValueInfo[] Values(nint session, int count, int typeInfo, int name)
    {
        const string Doing = "Reading a model's inputs and outputs";
        nuint length;
        Check(Doing, ((delegate* unmanaged<nint, nuint*, nint>)Function(count))(session, &length));
        var values = new OnnxValueInfo[length];
        for (nuint i = 0; i < length; i++)
        {
            nint info;
            Check(Doing, ((delegate* unmanaged<nint, nuint, nint*, nint>)Function(typeInfo))(session, i, &info));
            try
            {
                var (type, shape) = Tensor(Doing, info);
                values[i] = new OnnxValueInfo(Name(Doing, session, i, name), type, shape);
            }
            finally
            {
                Release(98, info);
            }
        }

        return values;
    }

    private string Name(string doing, nint session, nuint index, int function)
    {
        nint allocator;
        Check(doing, ((delegate* unmanaged<nint*, nint>)Function(78))(&allocator));
        nint text;
        Check(doing, ((delegate* unmanaged<nint, nuint, nint, nint*, nint>)Function(function))(session, index, allocator, &text));
        var name = Marshal.PtrToStringUTF8(text)!;
        Check(doing, ((delegate* unmanaged<nint, nint, nint>)Function(76))(allocator, text));
        return name;
    }

    /// <summary>The type and shape of a tensor; both are empty for what is none.</summary>
    private (OnnxElementType Type, long[] Shape) Tensor(string doing, nint info)
    {
        // What the type holds is not a copy: it is not freed.
        nint tensor;
        Check(doing, ((delegate* unmanaged<nint, nint*, nint>)Function(55))(info, &tensor));
        if (tensor == 0)
        {
            return (OnnxElementType.Undefined, []);
        }

        int type;
        Check(doing, ((delegate* unmanaged<nint, int*, nint>)Function(60))(tensor, &type));
        nuint rank;
        Check(doing, ((delegate* unmanaged<nint, nuint*, nint>)Function(61))(tensor, &rank));
        var shape = new long[rank];
        fixed (long* dimensions = shape)
        {
            Check(doing, ((delegate* unmanaged<nint, long*, nuint, nint>)Function(62))(tensor, dimensions, rank));
        }

        return ((OnnxElementType)type, shape);
    }
}
