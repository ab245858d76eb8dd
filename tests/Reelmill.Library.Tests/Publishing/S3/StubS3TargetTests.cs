using Reelmill.Library.Publishing;

namespace Reelmill.Library.Tests.Publishing.S3;

/// <summary>Runs the S3 conformance tests where no real server is available. The stub's small pages make even short lists span several pages.</summary>
public sealed class StubS3TargetTests : TargetConformance, IAsyncLifetime
{
    private StubS3 _s3 = null!;

    public async ValueTask InitializeAsync() => _s3 = await StubS3.StartAsync();

    public async ValueTask DisposeAsync() => await _s3.DisposeAsync();

    private protected override IPublishTarget Open() => _s3.Target();
}
