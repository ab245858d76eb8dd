namespace Reelmill.Library.Vectors.Filters;

/// <summary>The comparison operator of a condition.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
