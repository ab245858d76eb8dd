using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.S3;

[Collection(S3RverCollection.Name)]
public sealed class S3RverTargetTests(S3Rver server) : TargetConformance
{
    private protected override IPublishTarget Open() => server.Open();
}
