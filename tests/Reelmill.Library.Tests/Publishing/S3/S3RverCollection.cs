namespace Reelmill.Library.Tests.Publishing.S3;

/// <summary>The tests that share one S3 server.</summary>
[CollectionDefinition(Name)]
public sealed class S3RverCollection : ICollectionFixture<S3Rver>
{
    public const string Name = "s3rver";
}
