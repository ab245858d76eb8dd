namespace Reelmill.Vision.Onnx;

/// <summary>What the elements of a tensor are; the numbers are those of ONNX.</summary>
public enum OnnxElementType
{
    /// <summary>It is no tensor.</summary>
    Undefined = 0,

    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>8 bits without sign.</summary>
    UInt8 = 2,

    /// <summary>8 bits with sign.</summary>
    Int8 = 3,

    /// <summary>16 bits without sign.</summary>
    UInt16 = 4,

    /// <summary>16 bits with sign.</summary>
    Int16 = 5,

    /// <summary>32 bits with sign.</summary>
    Int32 = 6,

    /// <summary>64 bits with sign.</summary>
    Int64 = 7,

    /// <summary>Text.</summary>
    Text = 8,

    /// <summary>True or false.</summary>
    Bool = 9,

    /// <summary>16-bit floating point.</summary>
    Float16 = 10,

    /// <summary>64-bit floating point.</summary>
    Double = 11,

    /// <summary>32 bits without sign.</summary>
    UInt32 = 12,

    /// <summary>64 bits without sign.</summary>
    UInt64 = 13,
}
