using System.Runtime.InteropServices;

namespace Reelmill.Library.Vectors.Embedded;

/// <summary>Where a row is: the segment's number and its place there, counted from 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct RowPlace(uint Segment, int Row)
{
    public const int Size = 8;
}
